import * as Type from 'typebox/type';
import type { TSchema } from 'typebox/type';
import { orNull } from '../../base/shape';
import { storableText } from '../../base/text/storable-text';
import { basisDemandForm, explainBasisDemand, maxBasisDemands } from './contact-consents';
import { agentReturns, leastOldMs, type MailboxRules, maxFollowUps, whenClosed } from './mailbox-rules';
import { originShape } from './origin-rules';
import { heardDemands, rightTextForm, rightWordForm } from './right-rules';

type Explain = (text: string) => string | undefined;

interface RuleKind {
	description: string;
	/** The option of commands, without its dashes. */
	option: string;
	value:
		| { kind: 'duration' | 'number'; min: number; max: number; orNull?: true }
		| { kind: 'switch' }
		| { kind: 'texts'; pattern?: string; example?: string; max?: number; maxItems?: number; explain?: Explain }
		| { kind: 'origins' }
		| { kind: 'text'; pattern: string; example: string; max: number }
		| { kind: 'choice'; of: readonly string[] };
}

export type RuleName = Exclude<keyof MailboxRules, 'audio'>;

const day = 86_400_000;
/** From 24:00 on, hours begin with the next day. */
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const span = ` ${time}-(?:${time}|24:00)`;
const weekday = '(?:mon|tue|wed|thu|fri|sat|sun)';
const hoursPattern = `^${weekday}(?:-${weekday})?(?:${span})+$`;
const quietPattern = `^(?:${weekday}(?:-${weekday})?(?:${span})*|${span.trimStart()}(?:${span})*)$`;
const holidayPattern = `^(?:BR|(?:\\d{4}-)?\\d\\d-\\d\\d(?:${span})*)$`;
const long = { kind: 'duration', min: 60_000, max: 69 * day } as const;

export const templateForm = '^[a-z0-9_]{1,512}/[a-z]{2,3}(?:_[A-Z]{2})?$';

export const ruleKinds: Readonly<Record<RuleName, RuleKind>> = {
	quietMs: {
		option: 'quiet',
		description: 'a turn begins when nothing arrived for so long',
		value: { kind: 'duration', min: 0, max: 25_000 },
	},
	maxQuietMs: {
		option: 'max-quiet',
		description: 'how long the first message waits at most, if the customer goes on writing',
		value: { kind: 'duration', min: 0, max: 300_000 },
	},
	transcriptMs: {
		option: 'transcript-wait',
		description: 'how long a turn waits at most for the text of an audio',
		value: { kind: 'duration', min: 0, max: 300_000 },
	},
	agentReturns: {
		option: 'agent-returns',
		description: 'what brings the agent back after a person: the desk resolves the conversation, a time is over, or only /bot on',
		value: { kind: 'choice', of: agentReturns },
	},
	pauseMs: {
		option: 'pause',
		description: 'how long the agent is silent after a person wrote; without it, and where no desk was told, 12h',
		value: { ...long, orNull: true },
	},
	programsArePeople: {
		option: 'programs-are-people',
		description: "also pause the agent after a program, such as WAHA's app for Chatwoot, wrote as the account",
		value: { kind: 'switch' },
	},
	sessionMs: { option: 'session', description: 'a message after a silence of this length begins a session', value: long },
	remember: {
		option: 'remember',
		description: "store a summary of each session, written by the agent's model, in the memory of its contact",
		value: { kind: 'switch' },
	},
	maxMessagesPerMinute: {
		option: 'max-messages',
		description: 'a contact who writes more within a minute is answered when it calms down',
		value: { kind: 'number', min: 1, max: 10_000 },
	},
	maxChangesPerMinute: {
		option: 'max-changes',
		description: 'a conversation that others change more often within a minute is stopped',
		value: { kind: 'number', min: 1, max: 1_000 },
	},
	oldMs: {
		option: 'old',
		description: 'messages that were written so long before they arrived go to the desk, in sum',
		value: { kind: 'duration', min: leastOldMs, max: 69 * day },
	},
	agentWaitMs: {
		option: 'agent-wait',
		description: 'how long a customer waits for the agent until somebody is told',
		value: long,
	},
	personWaitMs: {
		option: 'person-wait',
		description: 'how long a customer waits for a person until somebody is told',
		value: long,
	},
	waitText: {
		option: 'wait-text',
		description: 'what a customer gets who waits so long. Default: nothing',
		value: { kind: 'text', pattern: storableText.replace('^', String.raw`^(?=\s*\S)`), example: '"One moment, please."', max: 1_000 },
	},
	hours: {
		option: 'hours',
		description: 'when the channel is open; can be repeated. Default: always',
		value: { kind: 'texts', pattern: hoursPattern, example: '"mon-fri 09:00-12:00 13:00-18:00"' },
	},
	holidays: {
		option: 'holiday',
		description: 'a day that is closed, or has other hours, or BR for the national holidays of Brazil; can be repeated',
		value: { kind: 'texts', pattern: holidayPattern, example: 'BR, 2026-12-31, 12-31 for each year or "12-24 09:00-12:00"' },
	},
	timeZone: {
		option: 'time-zone',
		description: "that of the hours and the quiet hours. Default: the tenant's",
		value: { kind: 'text', pattern: '^[A-Za-z][A-Za-z0-9_+/-]*$', example: 'America/Sao_Paulo', max: 60 },
	},
	whenClosed: {
		option: 'when-closed',
		description: 'what happens to messages outside of the hours: the agent answers them, or they wait until the channel opens',
		value: { kind: 'choice', of: whenClosed },
	},
	closedText: {
		option: 'closed-text',
		description: 'what a customer gets who writes outside of the hours, once until the channel opens; {opens} is when. Default: nothing',
		value: { kind: 'text', pattern: storableText, example: '"We are back on {opens}."', max: 1_000 },
	},
	followUps: {
		option: 'follow-up',
		description:
			"a time of silence after our last message, and the text that a customer gets then; without a text, the channel's agent or process writes it; can be repeated. Default: none",
		value: {
			kind: 'texts',
			pattern: `^[1-9]\\d{0,2}[mhd](?:$| (?=\\S)${storableText.slice(1, -1)}$)`,
			example: '"1d Can I still help you?", or 2h alone for the agent',
			max: 1_000,
			maxItems: maxFollowUps,
		},
	},
	followUpUntilMs: {
		option: 'follow-up-until',
		description: "how long after the customer's last message follow-ups end",
		value: long,
	},
	quietHours: {
		option: 'quiet-hours',
		description: 'when follow-ups wait, apart from the hours; can be repeated. Default: never',
		value: { kind: 'texts', pattern: quietPattern, example: '20:00-08:00, sun or "sat 12:00-24:00"' },
	},
	demands: {
		option: 'demands',
		description: 'what is done without an agent: that messages stop or begin again, and, with all, requests about data',
		value: { kind: 'choice', of: heardDemands },
	},
	rightTexts: {
		option: 'right-text',
		description: 'what a customer gets who opts out or in, or asks about data; can be repeated. Default: texts of Troupe',
		value: { kind: 'texts', pattern: rightTextForm, example: '"opt-out pt Pronto, paramos por aqui. Protocolo: {protocol}."', max: 1_000 },
	},
	rightWords: {
		option: 'right-word',
		description: 'a message that counts as a demand, too; can be repeated. Default: none',
		value: { kind: 'texts', pattern: rightWordForm, example: '"opt-out chega"', max: 100 },
	},
	requiredBases: {
		option: 'require-basis',
		description:
			'follow-ups, templates or first-messages that need a recorded legal basis for a purpose, or else are not sent; can be repeated. Default: none',
		value: {
			kind: 'texts',
			pattern: basisDemandForm,
			explain: explainBasisDemand,
			example: '"follow-ups marketing" or "templates marketing consent"',
			maxItems: maxBasisDemands,
		},
	},
	maxAttempts: { option: 'max-attempts', description: 'how often a turn that fails is tried', value: { kind: 'number', min: 1, max: 10 } },
	template: {
		option: 'template',
		description: 'the approved template of WhatsApp that is sent where 24 hours are over; the answer follows when the customer writes',
		value: { kind: 'text', pattern: templateForm, example: 'continue_talk/pt_BR', max: 600 },
	},
	origins: {
		option: 'origin',
		description:
			'where customers come from, with a name, agent or greeting of its own: "link:fair name=fair agent=fair-sdr greeting=Welcome!"',
		value: { kind: 'origins' },
	},
	operators: {
		option: 'operator',
		description: 'a writer who can say /bot on and /bot off; can be repeated. Default: everyone who writes as the account',
		value: { kind: 'texts' },
	},
};

const maxRules = 100;
export const ruleNames = Object.keys(ruleKinds) as RuleName[];

function toShape({ description, value }: RuleKind): TSchema {
	if (value.kind === 'switch') return Type.Boolean({ description });
	if (value.kind === 'choice') return Type.Enum([...value.of], { description });
	if (value.kind === 'origins') return Type.Array(originShape, { description, minItems: 1, maxItems: maxRules });
	if (value.kind === 'texts')
		return Type.Array(Type.String({ minLength: 1, maxLength: value.max ?? 200, pattern: value.pattern ?? storableText }), {
			description,
			minItems: 1,
			maxItems: value.maxItems ?? 1_000,
		});
	if (value.kind === 'text') return Type.String({ description, minLength: 1, maxLength: value.max, pattern: value.pattern });
	const shape = Type.Integer({ description, minimum: value.min, maximum: value.max });
	return value.orNull ? orNull(shape) : shape;
}

export const ruleShapes = Object.fromEntries(ruleNames.map((name) => [name, toShape(ruleKinds[name])])) as Record<RuleName, TSchema>;
