import type { SessionMemory } from '../../../core/channels/remember-session';
import { memoryBounds } from '../../../core/ports/memory-bounds';
import { summariseSession } from '../../../core/memory/conversations/summarise-session';
import { rememberMemories } from '../../../core/memory/persons/remember-memories';
import { composeSummariser } from '../agents/agent-memory';
import { readDefinition } from '../agents/read-definition';
import type { Host } from '../hosts/host';
import { composeMemoryParts, openMemory, runMemoryTask } from '../memory/memory';
import type { AgentReference } from '../agents/agent-reference';

/** Above the words of one visit, below a stated preference. */
const importance = 0.6;
const forgetMs = 30_000;

export function composeSessionMemory(reference: AgentReference, host: Host): SessionMemory {
	const openParts = async () => composeMemoryParts(host, await openMemory(host));
	return {
		async summarise(transcript, { session }, signal) {
			const { definition } = await readDefinition(reference, host);
			const summariser = await composeSummariser(definition, host);
			if (summariser === undefined) return undefined;
			const { redact, clock } = await openParts();
			return summariseSession(await redact(session, transcript), { summariser, clock }, signal);
		},
		async remember(contact, text, signal) {
			await rememberMemories(
				contact,
				[{ text: text.slice(0, memoryBounds.memory), source: 'model', importance }],
				await openParts(),
				signal,
			);
		},
		async forget(contact) {
			await runMemoryTask({ operation: 'forget', person: contact, timeoutMs: forgetMs }, host, AbortSignal.timeout(forgetMs));
		},
	};
}
