/** The failure of a tool of this folder: a code for programs, and for people one line per problem. */
export class ToolError extends Error {
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ToolError';
    this.code = code;
  }
}

/** Runs a tool as the program it is: a failure is explained on standard error and sets the exit code. */
export async function runTool(name: string, tool: () => Promise<string>): Promise<void> {
  try {
    console.log(`${name}: ${await tool()}`);
  } catch (error) {
    process.exitCode = 1;
    console.error(`${name}: ${explain(error)}`);
  }
}

/** What a tool says of itself is enough; of anything else the stack is wanted. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof ToolError ? error.message : (error.stack ?? error.message);
}
