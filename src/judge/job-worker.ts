import { type ReadBytes, runJob } from "./job.ts"
import type { PoolAnswer, PoolGreeting, PoolRequest } from "./job-pool.ts"
import { Program } from "./program.ts"

/** The worker's end of a pool: gets what the pool posts, and posts an answer to each job. */
export function serveJobs<Source>(
  read: (source: Source) => ReadBytes,
  post: (answer: PoolAnswer, transfer: ArrayBuffer[]) => void,
): (message: unknown) => void {
  let program: Program | undefined
  return (message) => {
    const request = message as PoolGreeting | PoolRequest<Source>
    if ("program" in request) program = Program.fromBytes(request.program)
    else if (program !== undefined) void serve(program, request, read(request.source), post)
  }
}

async function serve<Source>(
  program: Program,
  { id, job }: PoolRequest<Source>,
  read: ReadBytes,
  post: (answer: PoolAnswer, transfer: ArrayBuffer[]) => void,
): Promise<void> {
  try {
    const result = await runJob(program, job, read)
    post({ id, result }, [result.words.buffer])
  } catch (error) {
    post({ id, error }, [])
  }
}
