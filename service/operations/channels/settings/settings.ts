import * as Type from 'typebox/type';
import { findValueProblem, listTexts, maxValuesLength, statesPrices } from '../../../../core/agents/settings/setting-values';
import { TroupeError } from '../../../../core/base/errors';
import { closed, optional, orNull, recordOf } from '../../../../core/base/shape';
import { languages } from '../../../../core/base/text/languages';
import { storableText } from '../../../../core/base/text/storable-text';
import { isKeptByWorkflow } from '../../../../core/channels/kept-by-workflow';
import { applyRuleChanges } from '../../../../core/conversations/settings/apply-rule-changes';
import { mergeValues } from '../../../../core/conversations/settings/apply-settings-change';
import { findWordless } from '../../../../core/conversations/settings/find-wordless';
import { findPrices } from '../../../../core/guardrails/checks/statements/prices';
import { findStatements } from '../../../../core/guardrails/checks/statements/statement-check';
import { findInjection } from '../../../../core/guardrails/injection/find-injection';
import type { ChannelRecord } from '../../../../core/ports/channels/channel-records';
import { greetingPrefix, type NewSettingsChange, type RuleChanges, wordingRules } from '../../../../core/ports/channels/channel-settings';
import type { SettingValue, SettingValues, ValueChanges } from '../../../../core/ports/channels/channel-settings';
import type { MailboxRules } from '../../../../core/ports/channels/mailbox-rules';
import { ruleShapes } from '../../../../core/ports/channels/rule-kinds';
import { integer, open, string } from '../../../../manifests/registry/api/answer-fields';
import { cursor, limit, percent, reason } from '../../../../manifests/registry/api/fields';
import { openChannels } from '../../../../providers/compose/channels/open-channels';
import { nameKeys } from '../../../../providers/compose/state/host-callers';
import { readTenantLanguage } from '../../../../providers/compose/state/host-tenants';
import { decodePlace, toPage } from '../../../http/page';
import { readTimeZone as readTenantZone, timeZone } from '../../conversations/read-day';
import { operation, type OperationContext } from '../../operation';
import { checkRecord, readTimeZone, type ChannelPlace } from '../channel-fields';
import { channelNotFound, checkChannel, effectiveRules, ofChannel, tag } from '../channels';
import { listDeclared, listPresent, noSettings } from './declared-settings';
import type { DeclaredSetting } from './declared-settings';
import { noRule, noValue, requireOther, requireOtherRules } from './require-other';
import { changeFields, describeChange, describeSettings, number, settingsFields, undoneField, valueChanges } from './settings-fields';
import { readWaits, refuseProposer, requireDone } from './settings-policy';

const path = 'channels/:channel/settings';
const scope = 'conversation:manage';
const conflict = { 409: 'Somebody changed them meanwhile, or a trial runs' };
type Context = OperationContext<ChannelPlace>;

async function openRecord(channel: string, host: ChannelPlace) {
	const parts = await openChannels(host);
	const record = await parts.channels.find(host.tenant, channel);
	if (record === undefined) throw channelNotFound(channel, host.tenant);
	return { ...parts, record, state: await parts.settings.read(host.tenant, channel) };
}

/** @param isStrict every agent of the channel must be present: new values must fit all */
async function openSettings(channel: string, host: ChannelPlace, isStrict: boolean) {
	const parts = await openRecord(channel, host);
	const found = isStrict ? { declared: await listDeclared(parts.record, host), absentAgents: [] } : await listPresent(parts.record, host);
	return { ...parts, found, language: (await readTenantLanguage(host)) ?? 'en' };
}

export const showSettings = operation({
	summary: 'Show what people can set for the agents of a channel, and what counts',
	tag,
	method: 'GET',
	path,
	scope: 'conversation:read',
	input: {
		params: ofChannel,
		query: closed(optional({ language: Type.Enum([...languages], { description: 'Of labels. Default: that of the tenant, or English' }) })),
	},
	output: Type.Object({ ...settingsFields, rules: open() }),
	/** @throws TroupeError CHANNEL_NOT_FOUND, POLICY_INVALID */
	async perform({ channel, language: asked }, { host }: Context) {
		const { state, found, language, record } = await openSettings(channel, host, false);
		return { ...describeSettings(channel, state, found, asked ?? language), rules: describeWording(record) };
	},
});

const describeWording = (record: ChannelRecord): Partial<MailboxRules> => {
	const rules = effectiveRules(record);
	return Object.fromEntries(wordingRules.filter((name) => rules[name] !== undefined).map((name) => [name, rules[name]]));
};

const changed = Type.Object({
	...settingsFields,
	change: Type.Object(changeFields, { description: 'Proposed: nothing has changed yet' }),
	undone: undoneField,
});

async function perform(channel: string, asked: Omit<NewSettingsChange, 'by'>, known: number | undefined, { host, by }: Context) {
	const waits = await readWaits(host, asked.action === 'undo');
	const { settings, state, found, language } = await openSettings(channel, host, Object.keys(asked.changes).length > 0);
	if (found.declared.size === 0 && Object.values(asked.changes).some((value) => value !== null)) throw noSettings(channel);
	await checkChanges(asked.changes, found.declared, state.values);
	if ((known ?? state.number) === state.number) requireOther(asked, state);
	const nameOf = await nameKeys(host, host.tenant);
	const change = { ...asked, by };
	const done = requireDone(await settings.change(host.tenant, channel, change, { known: known ?? state.number, waits }), nameOf);
	const described = { ...describeSettings(channel, done.state, found, language), change: describeChange(done.change, nameOf) };
	return { ...described, ...(done.undone && { undone: done.undone }) };
}

export const changeSettings = operation({
	summary: 'Set values for all contacts, or try them with a share; of a trial that runs, change the share',
	tag,
	method: 'PUT',
	path,
	scope,
	input: {
		params: ofChannel,
		body: closed(optional({ values: valueChanges, share: percent(1), number })),
	},
	output: changed,
	refusals: conflict,
	/** @throws TroupeError CHANNEL_NOT_FOUND, INPUT_INVALID, ACCESS_DENIED, STATE_CONFLICT */
	async perform({ channel, values: changes = {}, share, number: known }, context: Context) {
		const isEmpty = Object.keys(changes).length === 0;
		if (isEmpty && share === undefined) throw noValue();
		return perform(channel, { action: share === undefined ? 'set' : 'try', changes, share: share ?? null }, known, context);
	},
});

const rules = Type.Unsafe<RuleChanges>(
	closed(optional(Object.fromEntries(wordingRules.map((name) => [name, orNull(ruleShapes[name])]))), {
		description: 'Those that change; null: the default',
	}),
);
const greeting = Type.String({ minLength: 1, maxLength: 1_000, pattern: storableText });
const greetings = Type.Unsafe<RuleChanges>(
	recordOf(orNull(greeting), {
		description: 'By the `from` of an origin that has a rule',
		maxProperties: 100,
		propertyNames: { maxLength: 210 },
	}),
);

export const changeWording = operation({
	summary: 'Change the rules of a channel that are only texts and times',
	tag,
	method: 'PUT',
	path: `${path}/rules`,
	scope,
	input: { params: ofChannel, body: closed(optional({ rules, greetings, number })) },
	refusals: conflict,
	output: Type.Object({ channel: string, number: integer, rules: open(), change: Type.Object(changeFields) }),
	/** @throws TroupeError CHANNEL_NOT_FOUND, INPUT_INVALID, ACCESS_DENIED, STATE_CONFLICT */
	async perform({ channel, rules: named = {}, greetings: ofOrigins = {}, number: known }, { host, by }: Context) {
		const waits = await readWaits(host, false);
		const ofGreetings = Object.entries(ofOrigins).map(([from, text]) => [greetingPrefix + from, text] as const);
		const changes: RuleChanges = { ...named, ...Object.fromEntries(ofGreetings) };
		if (Object.keys(changes).length === 0) throw noRule();
		const { channels, settings, state, record } = await openRecord(channel, host);
		const zone = changes.hours && record.rules.timeZone === undefined ? await readTimeZone(host) : {};
		checkWording(record, { ...zone, ...changes });
		if ((known ?? state.number) === state.number) requireOtherRules(record.rules, { ...zone, ...changes });
		const asked = { action: 'rules' as const, changes: { ...zone, ...changes }, share: null, by };
		const nameOf = await nameKeys(host, host.tenant);
		const done = requireDone(await settings.change(host.tenant, channel, asked, { known: known ?? state.number, waits }), nameOf);
		const after = (await channels.find(host.tenant, channel)) ?? record;
		return { channel, number: done.state.number, rules: effectiveRules(after), change: describeChange(done.change, nameOf) };
	},
});

/** @throws TroupeError INPUT_INVALID by the whole channel's rules */
function checkWording(record: ChannelRecord, changes: RuleChanges): void {
	if (isKeptByWorkflow(record))
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `A workflow keeps the rules of the channel ${record.name}, and puts its own back each time that it starts.`,
			fix: 'Change the text or the time in the node Troupe Channel Trigger of the workflow.',
		});
	const known = (record.rules.origins ?? []).map(({ from }) => greetingPrefix + from);
	const unknown = Object.keys(changes).find((name) => name.startsWith(greetingPrefix) && !known.includes(name));
	if (unknown !== undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The channel has no rule for the origin ${JSON.stringify(unknown.slice(greetingPrefix.length, 80))}.`,
			fix: 'Let whoever manages the channel add it: troupe channel set NAME --origin "link:fair greeting=Welcome!".',
		});
	const wordless = findWordless(changes);
	if (wordless !== undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The follow-up ${JSON.stringify(wordless)} in followUps has no text.`,
			fix: 'Write the text after the time, or let whoever manages the channel set it: troupe channel set NAME --follow-up.',
		});
	checkRecord({ ...record, rules: applyRuleChanges(record.rules, changes) });
}

const body = closed(optional({ number }));

export const keepSettings = operation({
	summary: 'Give all contacts the values of the trial, which ends',
	tag,
	method: 'POST',
	path: `${path}/keep`,
	scope,
	input: { params: ofChannel, body },
	output: changed,
	refusals: conflict,
	/** @throws TroupeError CHANNEL_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
	perform: ({ channel, number: known }, context: Context) => perform(channel, { action: 'keep', changes: {}, share: null }, known, context),
});

export const undoSettings = operation({
	summary: 'End the trial, or take back the last change of values; at once, as these values counted before',
	tag,
	method: 'POST',
	path: `${path}/undo`,
	scope,
	input: { params: ofChannel, body },
	output: changed,
	refusals: conflict,
	/** @throws TroupeError CHANNEL_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
	perform: ({ channel, number: known }, context: Context) => perform(channel, { action: 'undo', changes: {}, share: null }, known, context),
});

export const listSettingsChanges = operation({
	summary: 'List who changed the settings of a channel, and what, newest first',
	tag,
	method: 'GET',
	path: `${path}/changes`,
	scope: 'conversation:read',
	input: { params: ofChannel, query: closed(optional({ limit: limit(1_000), cursor })) },
	output: Type.Object({ items: Type.Array(Type.Object(changeFields)), timeZone, ...optional({ cursor: string }) }),
	/** @throws TroupeError CHANNEL_NOT_FOUND where nothing is left of a channel either */
	async perform({ channel, limit: max = 50, cursor: after }, { host }: Context) {
		const parts = await openChannels(host);
		const before = decodePlace(after, 0);
		const found = await parts.settings.list(host.tenant, channel, max + 1, before?.[0]);
		if (found.length === 0) await checkChannel(parts, host.tenant, channel);
		const { items, ...more } = toPage(found, max, (one) => [one.number]);
		const nameOf = await nameKeys(host, host.tenant);
		return { items: items.map((one) => describeChange(one, nameOf)), timeZone: await readTenantZone(host), ...more };
	},
});

export const decideSettings = operation({
	summary: 'Approve or reject a proposed change of settings',
	tag,
	method: 'POST',
	path: `${path}/changes/:change/decide`,
	scope: 'agent:decide',
	input: {
		params: closed({ ...ofChannel.properties, change: Type.String({ pattern: '^[1-9]\\d{0,8}$' }) }),
		body: closed({ approved: Type.Boolean(), ...optional({ reason }) }),
	},
	output: Type.Object({ channel: string, number: integer, version: integer, change: Type.Object(changeFields) }),
	refusals: { 409: 'It was decided already, or a trial runs' },
	/** @throws TroupeError INPUT_INVALID for values that no longer fit, DECISION_REFUSED, STATE_CONFLICT */
	async perform({ channel, change, approved: isApproved, reason: why }, { host, by }: Context) {
		if (isApproved) await readWaits(host, true);
		const { settings, state, record } = await openRecord(channel, host);
		const [proposed] = await settings.list(host.tenant, channel, 1, Number(change) + 1);
		if (proposed?.number === Number(change) && isApproved) {
			await refuseProposer(proposed.by, by, host);
			if (proposed.action === 'rules') checkWording(record, proposed.changes);
			else if (Object.keys(proposed.changes).length > 0)
				await checkChanges(proposed.changes, await listDeclared(record, host), state.values);
		}
		const decision = { isApproved, by, reason: why ?? null };
		const nameOf = await nameKeys(host, host.tenant);
		const done = requireDone(await settings.decide(host.tenant, channel, Number(change), decision), nameOf);
		return { channel, number: done.state.number, version: done.state.version, change: describeChange(done.change, nameOf) };
	},
});

/** Checks values for all declaring agents. @throws TroupeError INPUT_INVALID that names each setting */
async function checkChanges(changes: ValueChanges, declared: ReadonlyMap<string, DeclaredSetting>, before: SettingValues): Promise<void> {
	const problems: string[] = [];
	for (const [name, value] of Object.entries(changes)) {
		const setting = declared.get(name);
		// Undeclared values can be removed.
		if (setting === undefined) {
			if (value !== null || !Object.hasOwn(before, name)) problems.push(`${JSON.stringify(name.slice(0, 40))} is not a setting`);
		} else if (value !== null) problems.push(...(await checkValue(name, value, setting)));
	}
	if (problems.length === 0 && JSON.stringify(mergeValues(before, changes)).length > maxValuesLength)
		problems.push(`all values together have more than ${maxValuesLength} characters`);
	if (problems.length === 0) return;
	const names = [...declared.keys()].join(', ');
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The values are not valid: ${problems.join('; ')}. Nothing was changed.`,
		fix: `Correct them. The settings are: ${names || 'none'}; \`troupe channel settings show\` has their limits.`,
		details: { problems },
	});
}

async function checkValue(name: string, value: SettingValue, { declarations }: DeclaredSetting): Promise<string[]> {
	for (const { agent, setting, statesNoPrices } of declarations) {
		const problem = findValueProblem(setting, value);
		const whose = declarations.length > 1 ? ` for the agent ${agent}` : '';
		if (problem !== undefined) return [`${name} ${problem}${whose}`];
		const texts = listTexts(setting, value);
		if (statesNoPrices && !statesPrices(setting) && (await hasPrice(texts)))
			return [`${name} states a price, which its guardrails do not allow${whose}`];
	}
	const texts = listTexts(declarations[0]!.setting, value);
	// A list is judged whole: its texts follow each other in the prompt.
	const { flagged } = await findInjection(texts.join('\n'), {});
	return flagged ? [`${name} appears to give the agent orders that break its rules`] : [];
}

async function hasPrice(texts: readonly string[]): Promise<boolean> {
	for (const text of texts) if ((await findStatements(text, findPrices)).length > 0) return true;
	return false;
}
