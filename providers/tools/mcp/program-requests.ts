import { createHash } from 'node:crypto';
import type { ProgramStart } from '../../../core/ports/sandbox/programs';
import type { SandboxRequest, SandboxStep } from '../../../core/ports/sandbox/sandbox-step';
import type { ToolResult } from '../../../core/ports/tools/tools';
import type { McpServer } from './mcp-server';

const maxListed = 100;

export class ProgramRequests {
	readonly #starts: ProgramStart[] = [];
	readonly #late: SandboxRequest[] = [];
	#calls = 0;

	watch({ reach }: Pick<McpServer, 'reach'>): McpServer['reach'] {
		if (reach.kind !== 'program') return reach;
		const start = async () => {
			const started = await reach.start();
			this.#starts.push(started);
			return started;
		};
		return { ...reach, start };
	}

	async during(call: () => Promise<ToolResult>): Promise<ToolResult> {
		// No call can have caused these.
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

	takeLate(): SandboxRequest[] {
		return [...this.#late.splice(0), ...this.#take()];
	}

	#take = (): SandboxRequest[] => this.#starts.flatMap(({ takeRefused }) => takeRefused?.() ?? []);
}

const describeStep = (text: string, refused: SandboxRequest[], durationMs: number): SandboxStep => ({
	operation: 'requests',
	durationMs: Math.round(durationMs),
	outputBytes: Buffer.byteLength(text),
	outputSha256: createHash('sha256').update(text).digest('hex'),
	files: [],
	requests: refused.slice(0, maxListed),
	...(refused.length > maxListed && { moreRequests: refused.length - maxListed }),
});
