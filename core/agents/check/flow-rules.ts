/** The rules of `troupe agent check`; docs/agents/check.md has a section for each. */
export const flowRules = {
	'effect-unguarded': {
		level: 'error',
		title: 'A text of others reaches an effect, and nothing stands between',
		fix: 'Take afterResults from the rule, set tools.flow to ask or strict, or say in arguments and limits what the rule allows.',
	},
	'trusted-from-outside': {
		level: 'error',
		title: 'trustedResults names a tool whose results others write',
		fix: 'Take the tool from tools.trustedResults.',
	},
	'effect-after-results': {
		level: 'warning',
		title: 'A rule lets an effect happen after results, within bounds',
		fix: 'Take afterResults from the rule: a person is then asked only about values that others wrote.',
	},
	'limit-missing': {
		level: 'warning',
		title: 'A rule allows an effect that cannot be undone without a limit',
		fix: 'Add limits to the rule, such as { "calls": 3 }, or { "sum": { "amount": 500 } }.',
	},
	'read-tells-unlisted': {
		level: 'warning',
		title: 'A read tells others its arguments, and is not in tells',
		fix: 'Add the tool to tools.tells.',
	},
	'silence-approves': {
		level: 'warning',
		title: 'A call is made if nobody decides in time',
		fix: 'Set whenTimedOut to decline.',
	},
	'currency-mixed': {
		level: 'warning',
		title: 'A rule adds up amounts of several currencies',
		fix: 'Name the currency in arguments of the rule, such as { "currency": "EUR" }.',
	},
	'agent-unread': {
		level: 'warning',
		title: 'The definition of a called agent cannot be read',
		fix: 'Put its file into the folder of the agent, or set TROUPE_AGENTS.',
	},
} as const satisfies Record<string, { level: 'error' | 'warning'; title: string; fix: string }>;

export type FlowRuleId = keyof typeof flowRules;

export interface Flaw {
	rule: FlowRuleId;
	level: 'error' | 'warning';
	agent: string;
	/** The place in the definition, such as `tools.rules.2`. */
	where: string;
	message: string;
	fix: string;
}
