import { createHash } from 'node:crypto';
import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { SandboxRequest, SandboxStep } from '../../../core/ports/sandbox/sandbox-step';
import type { ToolResult } from '../../../core/ports/tools/tools';
import type { McpServer } from './mcp-server';

const maxListed = 100;

/** Requests of a program that its definition does not name: the host refused them. */
export class ProgramRequests {
	readonly #starts: ProgramStart[] = [];
	readonly #late: SandboxRequest[] = [];
	#calls = 0;

	/** Returns how to reach the server, noting each program that is started. */
	watch({ reach }: Pick<McpServer, 'reach'>): McpServer['reach'] {
		if (reach.kind !== 'program') return reach;
		const start = async () => {
			const started = await reach.start();
			this.#starts.push(started);
			return started;
		};
		return { ...reach, start };
	}

	/** Makes a call, and adds to its result what the program was refused meanwhile. */
	async during(call: () => Promise<ToolResult>): Promise<ToolResult> {
		// No call can have made it ask for these.
		if (this.#calls === 0) this.#late.push(...this.#take());
		this.#calls += 1;
		const startedAt = performance.now();
		try {
			const result = await call();
			const refused = this.#take();
			return refused.length === 0 ? result : { ...result, sandbox: describeStep(result.text, refused, performance.now() - startedAt) };
		} finally {
			this.#calls -= 1;
		}
	}

	/** Returns what the program was refused while it had no call, since the last time. */
	takeLate(): SandboxRequest[] {
		return [...this.#late.splice(0), ...this.#take()];
	}

	#take = (): SandboxRequest[] => this.#starts.flatMap(({ takeRefused }) => takeRefused?.() ?? []);
}

const describeStep = (text: string, refused: SandboxRequest[], durationMs: number): SandboxStep => ({
	...{ operation: 'requests', durationMs: Math.round(durationMs), outputBytes: Buffer.byteLength(text) },
	...{ outputSha256: createHash('sha256').update(text).digest('hex'), files: [], requests: refused.slice(0, maxListed) },
	...(refused.length > maxListed && { moreRequests: refused.length - maxListed }),
});
