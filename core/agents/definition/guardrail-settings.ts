import * as Type from 'typebox/type';
import { anyObject, closed, distinct } from '../../base/shape';
import { personalDataTypes } from '../../guardrails/personal-data/types';
import type { GuardrailPolicy } from '../../guardrails/policy/guardrail-policy';
import { type GroundedPart, groundedParts } from '../../guardrails/policy/grounded-policy';
import { standardParts } from '../../guardrails/policy/standard-policy';

const personalData = closed(
	{
		types: distinct(personalDataTypes),
		action: Type.Enum(['token', 'partial', 'block'], {
			description: 'token: restored in the reply. partial: masked for good. block: the message is refused.',
			default: 'token',
		}),
		restore: Type.Optional(
			Type.Enum(['own', 'all'], {
				description:
					'Whose values a reply shows. own: those that whoever asks wrote, and those of documents that name them among their readers or are of the class public. all: those of other people too, out of documents and results of tools.',
				default: 'own',
			}),
		),
	},
	{ description: 'What is masked before a model sees it. types can be empty.' },
);

const listParts = (): string =>
	Object.entries(groundedParts)
		.map(([part, does]) => `${part}: ${does}`)
		.join(' ');

const host = Type.String({ pattern: '^([a-z0-9-]{1,63}\\.){1,10}[a-z0-9-]{2,63}$' });
export const guardrails = closed(
	{
		personalData,
		images: Type.Optional(
			Type.Enum(['ask-person', 'judge'], {
				description:
					"What happens to messages with images. ask-person, the default: a person decides. judge: the host's judge, a model that sees images, looks at image and text together, and lets harmless ones go on.",
			}),
		),
		standard: Type.Optional(
			closed(
				{ without: distinct(standardParts) },
				{ description: 'The standard policy, which every agent has: its parts that do not apply to this one.' },
			),
		),
		grounded: Type.Optional(
			Type.Union([Type.Literal(true), closed({ without: distinct(Object.keys(groundedParts) as GroundedPart[]) })], {
				description: `The policy for agents that answer customers from documents or act for them: true, or the parts that do not apply. ${listParts()}`,
			}),
		),
		links: Type.Optional(
			closed(
				{
					allow: Type.Array(host, {
						description:
							'Hosts to which replies may link though nobody in the conversation named them, such as gov.br; their subdomains too.',
						...{ maxItems: 100, uniqueItems: true },
					}),
				},
				{ description: 'Links and images in replies.' },
			),
		),
		policy: Type.Optional(anyObject<GuardrailPolicy>({ description: 'Additional guardrails: a complete policy.' })),
	},
	{ description: 'What is checked in messages and replies.' },
);
