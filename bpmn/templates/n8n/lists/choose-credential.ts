import { readDisplayRules } from '../display-rules';
import type { NodeDescription } from '../node-description';

export interface StoredCredential {
	name: string;
	type: string;
}

/** The credential that a node asks a service with, and the parameters that choose its type. */
interface ChosenCredential {
	credentials: Record<string, string>;
	parameters: Record<string, unknown>;
}

/** Chooses the credential that fits a node. A node that requires none is asked without. @returns a sentence that says why there is none */
export function chooseCredential(
	node: NodeDescription,
	version: number,
	stored: readonly StoredCredential[],
): ChosenCredential | { reason: string } {
	const types = (node.credentials ?? []).flatMap(({ name, required, displayOptions }) => {
		const display = readDisplayRules(displayOptions, '', node, version);
		return display ? [{ name, required: required === true, rules: display.rules }] : [];
	});
	const fitting = types.flatMap((type) => stored.filter((one) => one.type === type.name).map((one) => ({ ...type, credential: one.name })));
	const names = [...new Set(fitting.map(({ credential }) => credential))];
	if (names.length > 1) return { reason: `Several stored credentials fit: ${names.join(', ')}. Name one: --resolve ${names[0]}.` };
	const [chosen] = fitting;
	if (chosen) {
		const parameters = chosen.rules.flatMap((rule) => (rule.kind === 'has' ? [[rule.path, rule.values[0]] as const] : []));
		return { credentials: { [chosen.name]: chosen.credential }, parameters: Object.fromEntries(parameters) };
	}
	if (!types.some(({ required }) => required)) return { credentials: {}, parameters: {} };
	return { reason: `No credential of the type ${[...new Set(types.map(({ name }) => name))].join(' or ')} is stored.` };
}
