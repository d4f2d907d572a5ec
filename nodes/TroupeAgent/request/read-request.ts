import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import type { AgentRequest } from '../../../core/agents/agent-request';
import { nameAsker } from '../../../core/ports/knowledge/readers';
import { readFacts } from '../../shared/guardrails/read-facts';
import { isTool } from '../../shared/is-tool';
import { readGroups } from '../../shared/read-groups';
import { readImages } from '../../shared/read-images';
import { readProvenance } from '../../shared/read-provenance';
import { readText } from '../read-text';
import { readTask } from '../properties/task-field';
import { type ImageOptions, listItemImages } from './item-images';
import { nameByWorkflow } from './name-decider';
import { readMessage } from './read-message';
import { type MessageWriter, readPromptWriter, readWriter, type WriterOptions } from './writer/read-writer';
import { readResume } from './read-resume';

/** Returns a message, or the resume of a suspended run. @throws TroupeError INPUT_INVALID */
export async function readRequest(
	context: IExecuteFunctions,
	item: number,
	options: ImageOptions & WriterOptions & { facts?: unknown; factFields?: unknown; personGroups?: unknown },
): Promise<AgentRequest> {
	if (readTask(context, item) === 'resume') return readResume(context, item);
	const person = readText(context, 'options.personId', item);
	const images = await readImages(context, item, options.imageFields ?? '');
	const hasImages = images.length > 0 || listItemImages(context, item, options).length > 0;
	const facts = await readFacts({ fields: options.factFields, json: options.facts }, 'option');
	return {
		message: readMessage(context, item, hasImages),
		conversationId: readText(context, 'conversationId', item) || randomUUID(),
		...(person !== '' && { person, by: nameByWorkflow(person) }),
		asker: nameAsker({ ...(person !== '' && { person }), groups: readGroups(options.personGroups) }),
		...(facts && { facts }),
		...withWriter(readProvenance(context, item), readWriter(context, item, options)),
		...readPromptWriter(context, item, options),
		runId: nameRun(context, item),
		...(images.length > 0 && { images }),
	};
}

/** The item of an agent that read texts of others counts as theirs, whoever wrote the message. */
const withWriter = (provenance: ReturnType<typeof readProvenance>, { by }: MessageWriter): ReturnType<typeof readProvenance> =>
	by === 'others' ? { ...provenance, origins: [...new Set([...(provenance.origins ?? []), 'tool' as const])] } : provenance;

/** The same on n8n's retry; different in each round of a loop. A tool may be called any number of times. */
function nameRun(context: IExecuteFunctions, item: number): string | undefined {
	if (isTool(context)) return undefined;
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	return `n8n:${context.getWorkflow().id ?? ''}:${context.getExecutionId()}:${context.getNode().id}:${round}:${item}`;
}
