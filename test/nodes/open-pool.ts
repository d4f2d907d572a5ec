import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findN8n, findNodePackage } from '../../core/base/n8n-installation';
import { NodePool, type NodePoolOptions } from '../../providers/tools/n8n-node/node-pool';
import type { NodeTask } from '../../providers/tools/n8n-node/node-task';
import type { AnswerCall, NodeEnd } from '../../providers/tools/n8n-node/node-process';

export interface TestPool {
	run(task: Partial<NodeTask>, options?: { answer?: AnswerCall; signal?: AbortSignal; stamp?: string }): Promise<NodeEnd>;
	close(): Promise<void>;
}

const noCalls: AnswerCall = ({ of }) => Promise.reject(new Error(`The test answers no ${of}.`));

/** A pool of the real n8n, with a folder of its own for files. */
export function openTestPool(options: Partial<NodePoolOptions> = {}): TestPool {
	const folder = mkdtempSync(join(tmpdir(), 'troupe-nodes-'));
	const n8n = findN8n();
	const pool = new NodePool({ n8n, processes: 2, memoryMb: 1_000, files: join(folder, 'files'), ...options });
	return {
		run: (task, { answer = noCalls, signal = new AbortController().signal, stamp = '1' } = {}) => {
			const whole: NodeTask = {
				...{ type: 'n8n-nodes-base.set', typeVersion: 3.4, name: 'The Task', parameters: {}, items: [{ json: {} }] },
				...{ tenant: 'default', execution: '1', workflow: 'process', ...task },
			};
			const { name, folder: packageFolder } = findNodePackage(n8n, whole.type.split('.')[0]!)!;
			return pool.run(whole, { name, folder: packageFolder, stamp }, answer, signal);
		},
		close: async () => {
			await pool.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** The parameters of a Set node that sets these fields. */
export const fields = (values: Record<string, string>): Record<string, unknown> => ({
	mode: 'manual',
	assignments: { assignments: Object.entries(values).map(([name, value]) => ({ id: name, name, value, type: 'string' })) },
	options: {},
});
