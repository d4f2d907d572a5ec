/** Calls with which another process can go on: the tool says how, as soon as it knows. */
import type { Run } from '../run/run';

const maxStateLength = 4_096;

/** Stores how to go on with a call, once. What is too long is not stored: the call is then never repeated. */
export async function storeCallState(run: Run, call: { step: number; callId: string; tool: string }, state: unknown): Promise<void> {
	const { trail, context } = run;
	const text = JSON.stringify(state) ?? 'null';
	if (text.length > maxStateLength || trail.has('tool-kept', call.callId)) return;
	const masked = (await context.vault.mask(text)).text;
	const stored = (await context.vault.restore(masked)) === text ? masked : text;
	trail.write('tool-kept', { ...call, state: stored });
	await trail.secure(true);
}

/** Reads what a process kept of this call; undefined if none did. */
export async function readKept({ trail, context }: Run, callId: string): Promise<unknown> {
	const kept = trail.recorded('tool-kept', callId);
	return kept && (JSON.parse(await context.vault.restore(kept.state)) as unknown);
}
