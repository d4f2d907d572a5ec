import type { INodeExecutionData, IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { type ChannelWorker, startChannelWorker } from '../../core/channels/channel-worker';
import type { Turn } from '../../core/ports/channels/mailbox';
import { systemClock } from '../../core/ports/host';
import type { Gate } from '../../core/ports/manifests';
import { tellApplied } from '../../providers/compose/channels/tell-applied';
import { readTenantPeople } from '../../providers/compose/state/host-tenants';
import { defaultGate } from '../../manifests/gate/default-gate';
import { describeFault } from '../shared/describe-fault';
import { admitNode, whenRefused } from '../shared/host';
import { whileTurnNoted } from '../shared/note-execution';
import { toPublishError } from '../shared/to-node-error';
import { composeAudio } from './compose-audio';
import { keepTriggerChannel, type KeptTriggerChannel } from './settings/keep-channel';
import { startTest } from './test-turn';
import { openHiding } from './hide-turn';
import { runTurn } from './run-turn';
import type { KeepFile } from './to-item';
import { warnLog } from '../shared/warn-log';

/** Max wait for running workflows on unpublishing. */
const usualGraceMs = 10_000;

/**
 * Asks the gate, then applies messages, starts turns and sends pending ones while the workflow is published. n8n runs it in one process at a time.
 */
export async function trigger(this: ITriggerFunctions, gate: Gate = defaultGate(), graceMs = usualGraceMs): Promise<ITriggerResponse> {
	await admitNode(this, gate, 'troupeChannelTrigger');
	if (this.getMode() === 'manual') return startTest(this);
	const channel = await keepTriggerChannel(this).catch((error: unknown) => {
		throw toPublishError(this.getNode(), error);
	});
	const worker = startWorker(this, channel);
	const endWatch = whenRefused(this, gate, 'troupeChannelTrigger', (error) => {
		void worker.close(graceMs);
		this.emitError(error);
	});
	return {
		closeFunction: async () => {
			endWatch();
			await worker.close(graceMs);
		},
	};
}

function startWorker(context: ITriggerFunctions, channel: KeptTriggerChannel): ChannelWorker {
	const { parts, name, options, audio } = channel;
	const { attempts: maxAttempts = 3, concurrency = 5 } = options;
	const heard = { hearsAudios: audio !== undefined, language: audio?.rules.language };
	const warn = (what: string) => void warnLog(context.logger, `Troupe Channel Trigger (${name}): ${what}`);
	const runWorkflow = (turn: Turn) => (item: INodeExecutionData) =>
		whileTurnNoted(context, channel.state, turn, () => emitAndWait(context, item));
	const keepFile: KeepFile = (...file) => context.helpers.prepareBinaryData(...file);
	const hiding = () => openHiding(channel.state, options);
	const onGivenUp = ({ id }: { id: string }, reason: string) => warn(`the turn ${id} was given up. ${reason}`);
	const tell = tellApplied(channel.state);
	return startChannelWorker(parts, {
		clock: systemClock,
		onApplied: (event, applied, place) => tell(event, applied, place),
		// People answer what customers write to the desk.
		canAnswer: (record) => record.name === name,
		answer: (turn, holder, signal) =>
			runTurn(
				{ state: parts, maxAttempts, ...heard, runWorkflow: runWorkflow(turn), keepFile, openHiding: hiding, onGivenUp },
				turn,
				holder,
				signal,
			),
		...(audio && { audio: composeAudio(channel)! }),
		async readPeople(tenant) {
			const { language, timeZone = context.getTimezone() } = await readTenantPeople({ ...channel.state, tenant });
			return { language, timeZone };
		},
		onGivenUp: ({ what, id, reason }) => warn(`the ${what} ${id} was given up. ${reason}`),
		onFault: (what, fault) => warn(`${what} failed, and will be tried again: ${describeFault(fault)}`),
		concurrency,
	});
}

function emitAndWait(context: ITriggerFunctions, item: INodeExecutionData): Promise<IRun> {
	const done = context.helpers.createDeferredPromise<IRun>();
	context.emit([[item]], undefined, done);
	return done.promise;
}
