import { randomUUID } from 'node:crypto';
import type { INodeExecutionData, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { BoundedCache } from '../../core/base/bounded-cache';
import { pause } from '../../core/base/async/pause';
import { TroupeError } from '../../core/base/errors';
import { turnLeaseMs } from '../../core/channels/answer-turn';
import type { AudioWork } from '../../core/channels/audio/audio-parts';
import { transcribeAudios } from '../../core/channels/audio/transcribe-audios';
import { applyReceipts } from '../../core/channels/apply-receipts';
import { chooseFrames } from '../../core/conversations/mailbox/frames';
import type { Turn } from '../../core/ports/channels/mailbox';
import { doDueWork } from '../../core/work/work-runner';
import { readTenantPeople } from '../../providers/compose/state/host-tenants';
import { toNodeError } from '../shared/to-node-error';
import { composeAudio } from './compose-audio';
import type { KeptTriggerChannel } from './settings/keep-channel';
import { openTriggerChannel, type TriggerChannel } from './settings/open-channel';
import { openHiding } from './hide-turn';
import { composeItem, type KeepFile } from './to-item';

const lookEveryMs = 250;
/** Max time of a turn beyond the longest quiet time. */
const spareMs = 10_000;

/**
 * Waits in a test's request until the customer is quiet. Several requests of a burst wait; one gets the turn, and returns it for its execution.
 * @returns whether a turn is due
 */
export async function awaitTestTurn(channel: KeptTriggerChannel): Promise<boolean> {
	const { tenant, name, parts } = channel;
	const { rules } = (await parts.directory.find(tenant, name))!;
	const holder = newHolder();
	const turn = await takeTurn(channel, holder, rules.maxQuietMs + spareMs, composeAudio(channel));
	if (turn === undefined) return false;
	const isFirst = handed.get(turn.id) === undefined;
	handed.set(turn.id, true);
	await parts.mailbox.end(turn, holder, { kind: 'failed', reason: 'for a test in the editor', afterMs: 0 });
	return isFirst;
}

/** Turns with a starting execution: another request of the burst can get one before. */
const handed = new BoundedCache<true>(100);

/** A test's end is not visible, so the turn ends when the workflow begins. */
export function startTest(context: ITriggerFunctions): ITriggerResponse {
	return {
		manualTriggerFunction: async () => {
			try {
				context.emit([[await readTurn(await openTriggerChannel(context), (...file) => context.helpers.prepareBinaryData(...file))]]);
			} catch (error) {
				context.emitError(toNodeError(context.getNode(), error));
			}
		},
	};
}

async function readTurn(channel: TriggerChannel, keepFile: KeepFile): Promise<INodeExecutionData> {
	const { tenant, name, parts, state } = channel;
	const holder = newHolder();
	const turn = await takeTurn(channel, holder, spareMs);
	if (turn === undefined)
		throw new TroupeError({
			code: 'STATE_CONFLICT',
			message: 'The published workflow has taken the turn.',
			fix: 'Look among its executions, or unpublish it for the test.',
		});
	await parts.mailbox.end(turn, holder, { kind: 'done' });
	const { rules } = (await parts.directory.find(tenant, name))!;
	const people = await readTenantPeople({ ...state, tenant });
	const language = chooseFrames(rules.audio?.language ?? people.language);
	const timeZone = rules.timeZone ?? people.timeZone;
	const asked = { ...turn, attempts: 0, language, ...(timeZone !== undefined && { timeZone }) };
	const hide = await openHiding({ ...state, tenant }, channel.options);
	const item = await composeItem(parts, asked, holder, hide ? undefined : keepFile);
	return hide ? hide(turn, item) : item;
}

const newHolder = () => `test ${randomUUID()}`;

async function takeTurn(
	{ tenant, name, parts }: TriggerChannel,
	holder: string,
	forMs: number,
	audio?: AudioWork,
): Promise<Turn | undefined> {
	const signal = AbortSignal.timeout(forMs);
	while (!signal.aborted) {
		await doDueWork(applyReceipts(parts), { stop: signal });
		if (audio) await doDueWork(transcribeAudios({ ...audio, ...parts }), { stop: signal });
		const [turn] = await parts.mailbox.turns.take(holder, { max: 1, leaseMs: turnLeaseMs, of: [{ tenant, lanes: [name] }] });
		if (turn) return turn.content;
		// Another request of the burst has the turn, or the request had none.
		if ((await parts.mailbox.turns.nextDue()) === undefined) return undefined;
		await pause(lookEveryMs, signal);
	}
	return undefined;
}
