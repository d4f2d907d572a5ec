import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { whileNodeAdmitted } from '../shared/host';
import { runItems } from '../shared/run-items';
import { readState } from '../shared/state/read-state';
import { changeMode } from './operations/change-mode';
import { handOver } from './operations/hand-over';
import { findContact, findConversation } from './operations/look-up';
import { needNoAnswer } from './operations/need-no-answer';
import { markRead, showTyping } from './operations/show-presence';
import { send } from './operations/send';
import { openWork, type ChannelWork } from './open-work';
import { readText } from './read-text';

type Operation = (work: ChannelWork) => Promise<IDataObject>;

const operations: Record<string, Operation> = {
	text: send,
	media: send,
	template: send,
	reaction: send,
	pause: changeMode,
	resume: changeMode,
	handOver,
	noAnswer: needNoAnswer,
	read: markRead,
	typing: showTyping,
	conversation: findConversation,
	contact: findContact,
};

export async function execute(this: IExecuteFunctions, gate: Gate = defaultGate()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, gate, 'troupeChannel', async ({ signal, context }) => {
		const state = await readState(context);
		return runItems(
			context,
			async (item) => operations[readText(context, 'operation', item)]!(await openWork(context, item, state, signal)),
			signal,
		);
	});
}
