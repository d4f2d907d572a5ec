import { AsyncLocalStorage } from 'node:async_hooks';

interface ToolCall {
	id: string;
	tool: string;
	arguments: Record<string, unknown>;
}

const calls = new AsyncLocalStorage<ToolCall>();

/** Makes the call readable for the code that sends its requests. */
export const withToolCall = <Result>(call: ToolCall, make: () => Promise<Result>): Promise<Result> => calls.run(call, make);

export const readToolCall = (): ToolCall | undefined => calls.getStore();
