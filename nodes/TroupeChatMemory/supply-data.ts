import type { ISupplyDataFunctions, SupplyData } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { completeMemory } from '../shared/ai-node-sdk/complete-memory';
import { type AiNodeSdk, loadAiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { readMemoryHost } from '../shared/knowledge/read-memory-host';
import { noteExecution } from '../shared/note-execution';
import { readSession } from '../shared/read-session';
import { supplyAdmitted } from '../shared/supply-admitted';
import { type ChatMemorySettings, createChatMemory, type RunTask } from './chat-memory';

export async function supplyData(
	this: ISupplyDataFunctions,
	itemIndex: number,
	gate: Gate = defaultGate(),
	givenSdk?: AiNodeSdk,
): Promise<SupplyData> {
	return supplyAdmitted(this, { name: 'troupeChatMemory', gate, item: itemIndex }, async (calls, fault) => {
		const sdk = givenSdk ?? loadAiNodeSdk();
		const { shareConversation = false } = this.getNodeParameter('options', itemIndex, {}) as { shareConversation?: boolean };
		const memory = await readMemoryHost(this, itemIndex);
		const settings = readSettings(this, itemIndex);
		await noteExecution(this, memory, settings);
		const host = shareConversation ? memory : { ...memory, conversationOwner: { workflow: memory.workflow } };
		// n8n asks for the memory once per execution.
		const run: RunTask = async (task) => {
			try {
				return await calls.whole(this.getExecutionCancelSignal(), (signal) => runMemoryTask(task, host, signal));
			} catch (error) {
				throw fault(error);
			}
		};
		return completeMemory(sdk.supplyMemory(this, createChatMemory(settings, run)));
	});
}

function readSettings(context: ISupplyDataFunctions, item: number): ChatMemorySettings {
	const { memories = 10 } = context.getNodeParameter('options', item, {}) as { memories?: number };
	const person = context.getNodeParameter('person', item, '') as unknown;
	const named = typeof person === 'string' || typeof person === 'number' ? String(person).trim() : '';
	return {
		conversation: readSession(context, item),
		turns: context.getNodeParameter('turns', item, 10) as number,
		memories,
		...(named && { person: named }),
	};
}
