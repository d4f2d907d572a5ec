import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import { ruleKinds, templateForm } from '../../../core/ports/channels/rule-kinds';
import { originFrom, originName, type OriginRule } from '../../../core/ports/channels/origin-rules';
import { TroupeError } from '../../../core/base/errors';
import { checkHours } from '../../../core/conversations/hours/check-hours';
import { checkRightRules } from '../../../core/conversations/rights/check-right-rules';
import { splitNames } from '../../shared/split-names';
import type { TriggerContext } from './trigger-context';

export interface TriggerOptions {
	agentWait?: number;
	personWait?: number;
	waitText?: string;
	hours?: string;
	holidays?: string;
	timeZone?: string;
	whenClosed?: MailboxRules['whenClosed'];
	closedText?: string;
	followUps?: string;
	followUpUntil?: number;
	quietHours?: string;
	demands?: MailboxRules['demands'];
	rightTexts?: string;
	rightWords?: string;
	requiredBases?: string;
	networks?: string;
	attempts?: number;
	concurrency?: number;
	maxQuiet?: number;
	messages?: number;
	old?: number;
	operators?: string;
	origins?: { origin?: OriginFields[] };
	pause?: number;
	personalData?: 'values' | 'tokens';
	quiet?: number;
	requests?: number;
	returns?: MailboxRules['agentReturns'];
	session?: number;
	template?: string;
	connect?: boolean;
}

interface OriginFields extends Pick<OriginRule, 'name' | 'greeting'> {
	via: string;
	source?: string;
}

/** Max requests per address and minute: a provider sends all customers' messages from a few addresses. */
export const defaultMaxRequests = 120_000;

export const readOptions = (context: TriggerContext): TriggerOptions => context.getNodeParameter('options', {}) as TriggerOptions;

/** @param zone the workflow's time zone @throws TroupeError INPUT_INVALID */
export function toRules(options: TriggerOptions, zone: string): Partial<MailboxRules> {
	const { quietMs, maxQuietMs, sessionMs, agentReturns } = defaultMailboxRules;
	const { quiet = quietMs / 1_000, maxQuiet = maxQuietMs / 1_000, session = sessionMs / 3_600_000 } = options;
	const { returns = agentReturns, pause = 0, operators = '', attempts = 3, messages } = options;
	const names = splitNames(operators);
	const template = (options.template ?? '').trim();
	if (template !== '' && !new RegExp(templateForm).test(template))
		throw invalid(
			'The option "Template After 24 Hours" is not the name and the language of a template.',
			'Write both, such as continue_talk/pt_BR, or leave the option out.',
		);
	const origins = (options.origins?.origin ?? []).map(toOrigin);
	return {
		quietMs: quiet * 1_000,
		maxQuietMs: Math.max(maxQuiet, quiet) * 1_000,
		maxAttempts: attempts,
		agentReturns: returns,
		pauseMs: pause === 0 ? null : pause * 60_000,
		sessionMs: session * 3_600_000,
		...(messages !== undefined && { maxMessagesPerMinute: messages }),
		...(options.old !== undefined && { oldMs: options.old * 60_000 }),
		...(origins.length > 0 && { origins }),
		...(options.agentWait !== undefined && { agentWaitMs: options.agentWait * 60_000 }),
		...(options.personWait !== undefined && { personWaitMs: options.personWait * 60_000 }),
		...(options.waitText?.trim() && { waitText: options.waitText.trim() }),
		...(names.length > 0 && { operators: names }),
		...(template !== '' && { template }),
		...toHours(options, zone),
		...toRightRules(options),
	};
}

function toOrigin({ via, ...fields }: OriginFields): OriginRule {
	const [source, name, greeting] = [fields.source, fields.name, fields.greeting].map((text = '') => text.trim());
	const from = source ? `${via}:${source}` : via;
	if (!new RegExp(originFrom).test(from)) throw invalid('The ID of an origin has more than 200 characters.', 'Enter that of the provider.');
	if (name && !new RegExp(originName).test(name))
		throw invalid(`"${name.slice(0, 60)}" is not a name of an origin.`, 'Use lower-case letters, digits and hyphens only, at most 40.');
	return { from, ...(name && { name }), ...(greeting && { greeting }) };
}

const lists = {
	hours: { label: 'Business Hours', separator: ';', howSplit: 'separated by semicolons' },
	holidays: { label: 'Holidays', separator: ';', howSplit: 'separated by semicolons' },
	quietHours: { label: 'Quiet Hours', separator: ';', howSplit: 'separated by semicolons' },
	followUps: { label: 'Follow-Ups', separator: '\n', howSplit: 'one a line' },
	rightTexts: { label: 'Opt-Out and Data Answers', separator: '\n', howSplit: 'one a line' },
	rightWords: { label: 'Opt-Out and Data Words', separator: '\n', howSplit: 'one a line' },
	requiredBases: { label: 'Required Legal Bases', separator: '\n', howSplit: 'one a line' },
};

function toHours({ whenClosed, ...options }: TriggerOptions, zone: string): Partial<MailboxRules> {
	const hours = readList(options.hours, 'hours');
	const quietHours = readList(options.quietHours, 'quietHours');
	const holidays = readList(options.holidays, 'holidays');
	const followUps = readList(options.followUps, 'followUps');
	const closedText = options.closedText?.trim();
	const rules = {
		...(hours.length > 0 && { hours }),
		...(quietHours.length > 0 && { quietHours }),
		...(hours.length + quietHours.length > 0 && { timeZone: options.timeZone?.trim() || zone }),
		...(holidays.length > 0 && { holidays }),
		...(whenClosed && { whenClosed }),
		...(closedText && { closedText }),
		...(followUps.length > 0 && { followUps }),
		...(options.followUpUntil !== undefined && { followUpUntilMs: options.followUpUntil * 86_400_000 }),
	};
	checkHours(rules);
	return rules;
}

function toRightRules({ demands, ...options }: TriggerOptions): Partial<MailboxRules> {
	const rightTexts = readList(options.rightTexts, 'rightTexts');
	const rightWords = readList(options.rightWords, 'rightWords');
	const requiredBases = readList(options.requiredBases, 'requiredBases');
	const rules = {
		...(demands && { demands }),
		...(rightTexts.length > 0 && { rightTexts }),
		...(rightWords.length > 0 && { rightWords }),
		...(requiredBases.length > 0 && { requiredBases }),
	};
	checkRightRules(rules);
	return rules;
}

function readList(field = '', name: keyof typeof lists): string[] {
	const { pattern = '', example, max = 200, maxItems, explain } = ruleKinds[name].value as TextsKind;
	const { label, separator, howSplit } = lists[name];
	const texts = field
		.split(separator)
		.map((text) => text.trim().replaceAll(/\s+/g, ' '))
		.filter(Boolean);
	if (maxItems !== undefined && texts.length > maxItems)
		throw invalid(
			`The option "${label}" has ${texts.length} lines, at most ${maxItems} are allowed.`,
			`Remove ${texts.length - maxItems}.`,
		);
	const wrong = texts.find((text) => !new RegExp(pattern).test(text) || text.length > max);
	if (wrong === undefined) return texts;
	throw invalid(
		`The option "${label}" contains ${JSON.stringify(wrong.slice(0, 100))}, which cannot be read${explain ? `: ${explain(wrong) ?? 'it is too long'}` : ''}.`,
		`Write each as ${example}, ${howSplit}, in at most ${max} characters.`,
	);
}

interface TextsKind {
	pattern?: string;
	example?: string;
	max?: number;
	explain?: (text: string) => string | undefined;
	maxItems?: number;
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
