import type { DecisionOutcome } from '../../../bpmn/dmn/zeebe/zeebe-decisions';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { ElementInstance } from '../state/instances/element-instance';
import type { Kernel } from '../flow/kernel';
import type { DecisionVersion } from './decision-store';

export interface DecisionInstance {
	key: string;
	rootKey?: string;
	/** From one, in order of evaluation. */
	place: number;
	tenantId: string;
	decisionKey: string;
	decisionId: string;
	name: string;
	version: number;
	type: 'DECISION_TABLE' | 'LITERAL_EXPRESSION' | 'UNKNOWN';
	state: 'EVALUATED' | 'FAILED';
	at: number;
	/** JSON. */
	result: string;
	failure?: string;
	inputs: Array<{ id: string; name: string; value: string }>;
	rules: Array<{ id: string; index: number; outputs: Array<{ id: string; name: string; value: string }> }>;
	instanceKey?: string;
	elementInstanceKey?: string;
	elementId?: string;
}

export const ownKeyOf = ({ key, place }: DecisionInstance): string => `${key}-${place}`;

/** The failed decision is last. */
export function describeEvaluation(
	kernel: Kernel,
	root: DecisionVersion,
	outcome: DecisionOutcome,
	instance?: ElementInstance,
): DecisionInstance[] {
	const key = kernel.database.nextKey();
	const common = {
		key: String(key),
		rootKey: String(root.key),
		tenantId: root.tenantId,
		at: kernel.clock.now(),
		instanceKey: instance && String(instance.instanceKey),
		elementInstanceKey: instance && String(instance.key),
		elementId: instance?.elementId,
	};
	const identify = (decisionId: string) => {
		const found = kernel.decisions.findInModel(decisionId, root.requirementsKey) ?? root;
		return { decisionKey: String(found.key), decisionId, name: found.name, version: found.version };
	};
	const evaluated = outcome.evaluated.map(({ decision, output, table }, index): DecisionInstance => ({
		...common,
		...identify(decision.id),
		place: index + 1,
		type: typeOf(decision.logic?.kind),
		state: 'EVALUATED',
		result: stringifyJson(output),
		...(decision.logic?.kind === 'table' && table ? describeTable(decision.logic, table) : { inputs: [], rules: [] }),
	}));
	if (outcome.kind === 'evaluated') return evaluated;
	const { failed, message } = outcome;
	const failure: DecisionInstance = {
		...common,
		...identify(failed.id),
		place: evaluated.length + 1,
		type: typeOf(failed.logic?.kind),
		state: 'FAILED',
		result: 'null',
		failure: message,
		inputs: [],
		rules: [],
	};
	return [...evaluated, failure];
}

const typeOf = (kind: string | undefined): DecisionInstance['type'] =>
	kind === 'table' ? 'DECISION_TABLE' : kind === 'literal' ? 'LITERAL_EXPRESSION' : 'UNKNOWN';

type Table = Extract<NonNullable<DecisionOutcome['evaluated'][number]['decision']['logic']>, { kind: 'table' }>;
type Audit = NonNullable<DecisionOutcome['evaluated'][number]['table']>;

function describeTable({ inputs, outputs, rules }: Table, audit: Audit): Pick<DecisionInstance, 'inputs' | 'rules'> {
	return {
		inputs: audit.inputs.map((value, index) => {
			const { id, label, text } = inputs[index]!;
			return { id: id ?? `${index + 1}`, name: label ?? text, value: stringifyJson(value) };
		}),
		rules: audit.hits.map(({ rule, row }) => ({
			id: rules[rule - 1]?.id ?? String(rule),
			index: rule,
			outputs: row.map((value, index) => ({
				id: outputs[index]!.id ?? `${index + 1}`,
				name: outputs[index]!.name,
				value: stringifyJson(value),
			})),
		})),
	};
}

/** Stored for searches, as long as the process instance. */
export function storeEvaluation({ database }: Kernel, instances: DecisionInstance[]): void {
	for (const instance of instances) {
		database.run(
			'INSERT INTO decision_instance VALUES (?, ?, ?, ?, ?, ?)',
			Number(instance.key),
			instance.place,
			instance.tenantId,
			instance.decisionId,
			instance.instanceKey === undefined ? null : Number(instance.instanceKey),
			JSON.stringify(instance),
		);
	}
}
