import type { GuardParts } from '../../core/guardrails/policy/check-kind';
import type { PersonalDataVault } from '../../core/ports/guardrails/vault';
import type { ChatMessage, ChatModel, ChatRequest } from '../../core/ports/models/models';

/** The judge and the moderation service of a guarded model: they see tokens, as the model does. */
export function maskParts({ judge, openModerator, ...parts }: GuardParts, vault: PersonalDataVault): GuardParts {
	const mask = async (text: string) => (await vault.mask(text)).text;
	return {
		...parts,
		...(judge && { judge: maskJudge(judge, mask) }),
		...(openModerator && {
			openModerator: (model) => {
				const moderator = openModerator(model);
				return moderator && { ...moderator, moderate: async (text, signal) => moderator.moderate(await mask(text), signal) };
			},
		}),
	};
}

type Mask = (text: string) => Promise<string>;

function maskJudge(judge: ChatModel, mask: Mask): ChatModel {
	const masked = async (request: ChatRequest): Promise<ChatRequest> => ({
		...request,
		messages: await Promise.all(request.messages.map((message) => maskMessage(message, mask))),
	});
	return {
		id: judge.id,
		...(judge.metered !== undefined && { metered: judge.metered }),
		generate: async (request, signal) => judge.generate(await masked(request), signal),
		async *stream(request, signal) {
			yield* judge.stream(await masked(request), signal);
		},
	};
}

/** Masks what a judge judges, not our own instructions. */
async function maskMessage(message: ChatMessage, mask: Mask): Promise<ChatMessage> {
	return message.role === 'user' && typeof message.content === 'string' ? { ...message, content: await mask(message.content) } : message;
}
