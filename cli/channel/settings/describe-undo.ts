import { greetingPrefix, type RuleChanges, type UndoneChange } from '../../../core/ports/channels/channel-settings';
import { ruleKinds, type RuleName } from '../../../core/ports/channels/rule-kinds';

const maxShown = 80;

/** Says what an undo took back, and what counts now. @param values names the values that contacts get now */
export function describeUndo({ number, action, rules, stays }: UndoneChange, values: string): string {
	const again = `all contacts get ${values} from their next message on.`;
	if (action === 'try') {
		const more = stays === null ? '' : ` Change ${stays} (rules) stays in force: undo again takes it back.`;
		return `ends the trial of change ${number}: ${again}${more}`;
	}
	const what = `takes back change ${number} (${action})`;
	return rules === null ? `${what}: ${again}` : `${what}: ${describeRules(rules)}. \`troupe serve\` follows within seconds.`;
}

const describeRules = (rules: RuleChanges): string =>
	Object.entries(rules)
		.map(([name, value]) => `${nameRule(name)} ${value === null ? 'is not set any more' : `is ${shorten(JSON.stringify(value))} again`}`)
		.join(', ');

const nameRule = (name: string): string =>
	name.startsWith(greetingPrefix) ? `the greeting of ${name.slice(greetingPrefix.length)}` : ruleKinds[name as RuleName].option;

/** Shortens a value for one line. */
export const shorten = (text: string): string => (text.length > maxShown ? `${text.slice(0, maxShown - 1).toWellFormed()}…` : text);
