import { hash } from 'node:crypto';
import type { TestedRunStore } from '../../../core/agents/run-store.contract';
import type { StoredRuns } from './run-store';

export interface TestedStoredRuns extends TestedRunStore {
	store: StoredRuns;
	/** The same database as another tenant. */
	openFor(tenant: string): StoredRuns;
	/** Forgets by keyed hashes. @returns the number of runs */
	forget(pseudonyms: string[]): Promise<number>;
	/** All that is stored, as text. */
	readAll(): Promise<string> | string;
	/** Writes the database without the store. */
	write(statement: string): unknown;
}

export const leaseMs = 60_000;
/** For tests: an id is its own reverse. */
export const pseudonym = async (_kind: string, id: string) => [...id].reverse().join('');
const keyFor = (bound: string) => ({
	seal: (text: string, place: string) => Buffer.from(JSON.stringify([text, place, bound])).map((byte) => byte ^ 70),
	unseal(sealed: Uint8Array, place: string) {
		const [text, ...boundTo] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 70)).toString()) as string[];
		if (JSON.stringify(boundTo) !== JSON.stringify([place, bound])) throw new Error('sealed for something else');
		return text!;
	},
});
export const seal = {
	seal: async (text: string, bound: string) => Buffer.from(JSON.stringify([text, bound])).map((byte) => byte ^ 85),
	mark: async (text: string) => hash('sha256', `key ${text}`),
	newKey: async (bound: string) => ({ key: keyFor(bound), sealed: Buffer.from(bound) }),
	async openKey(sealed: Uint8Array, bound: string) {
		if (Buffer.from(sealed).toString() !== bound) throw new Error('another key');
		return keyFor(bound);
	},
	async unseal(sealed: Uint8Array, bound: string) {
		const [text, boundTo] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 85)).toString()) as [string, string];
		if (boundTo !== bound) throw new Error('sealed for something else');
		return text;
	},
};

export const begin = { agent: { id: 'clerk', version: '1.0.0', sha256: 'x' }, host: 'cli', conversationId: 'c1' };
export const usage = {
	durationMs: 1_500,
	costUsd: 0.001,
	inputTokens: 10,
	outputTokens: 5,
	modelCalls: 1,
	toolCalls: 0,
	model: 'openai:m',
};
export const answered = {
	state: 'completed',
	outcome: 'reply',
	reason: null,
	errorCode: null,
	error: null,
	tools: [] as string[],
	usage,
} as const;
