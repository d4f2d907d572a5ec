import { AsyncLocalStorage } from 'node:async_hooks';

/** One call of a tool. */
interface ToolCall {
	/** The model's id of the call, unique within the run. */
	id: string;
	tool: string;
	arguments: Record<string, unknown>;
}

const calls = new AsyncLocalStorage<ToolCall>();

/** Makes a call of a tool that the code which sends its requests can read. */
export const withToolCall = <Result>(call: ToolCall, make: () => Promise<Result>): Promise<Result> => calls.run(call, make);

/** Returns the call of a tool that this code runs in; undefined outside of one. */
export const readToolCall = (): ToolCall | undefined => calls.getStore();
