import type { Violation } from '../../reading/xml/find-violations';

/** A DMN file as it was read. Names are as FEEL knows them: white space is one space. */
export interface DecisionModel {
	file: string;
	/** Places that break the schema of DMN 1.3. Zeebe refuses them; the evaluation by the standard ignores them. */
	violations: Violation[];
	id: string;
	name: string;
	namespace: string;
	imports: ModelImport[];
	types: TypeDefinition[];
	inputs: InputData[];
	decisions: Decision[];
	knowledge: KnowledgeModel[];
	services: DecisionService[];
}

interface ModelImport {
	/** Under which the expressions find what is imported; empty for types of no name of their own. */
	name: string;
	namespace: string;
	location?: string;
}

export interface TypeDefinition {
	name: string;
	typeRef?: string;
	isCollection: boolean;
	/** Unary tests that each value must pass; of a collection each item. */
	allowedValues?: string;
	/** Unary tests that the value as a whole must pass. */
	constraint?: string;
	components: TypeDefinition[];
	function?: { parameters: Variable[]; result?: string };
}

export interface Variable {
	name: string;
	typeRef?: string;
}

export interface InputData {
	id: string;
	name: string;
	variable?: string;
	typeRef?: string;
}

export interface Decision {
	id: string;
	name: string;
	variable?: string;
	typeRef?: string;
	requires: string[];
	requiresInputs: string[];
	calls: string[];
	logic?: Boxed;
	/** Zeebe's version tag. */
	versionTag?: string;
}

export interface KnowledgeModel {
	id: string;
	name: string;
	typeRef?: string;
	calls: string[];
	logic?: BoxedFunction;
}

export interface DecisionService {
	id: string;
	name: string;
	typeRef?: string;
	inputs: string[];
	inputDecisions: string[];
	encapsulated: string[];
	outputs: string[];
}

export type Boxed = { typeRef?: string } & (
	| { kind: 'literal'; text: string; isFeel: boolean }
	| { kind: 'context'; entries: BoxedEntry[]; result?: Boxed }
	| { kind: 'list'; items: Boxed[] }
	| { kind: 'relation'; columns: Variable[]; rows: Boxed[][] }
	| { kind: 'invocation'; called: string; bindings: Array<{ name: string; value?: Boxed }> }
	| BoxedFunction
	| DecisionTable
	| { kind: 'conditional'; condition: Boxed; then: Boxed; otherwise: Boxed }
	| { kind: 'for' | 'some' | 'every'; variable: string; list: Boxed; body: Boxed }
	| { kind: 'filter'; list: Boxed; condition: Boxed }
);

interface BoxedEntry extends Variable {
	value?: Boxed;
}

export interface BoxedFunction {
	kind: 'function';
	typeRef?: string;
	parameters: Variable[];
	/** Absent for a function of another language. */
	body?: Boxed;
}

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'PRIORITY' | 'ANY' | 'COLLECT' | 'RULE ORDER' | 'OUTPUT ORDER';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface DecisionTable {
	kind: 'table';
	typeRef?: string;
	hitPolicy: HitPolicy;
	aggregation?: Aggregation;
	inputs: Array<{ id?: string; label?: string; text: string; typeRef?: string; allowedValues?: string }>;
	outputs: Array<{ id?: string; name: string; typeRef?: string; values?: string; default?: string }>;
	rules: Array<{ id?: string; tests: string[]; results: string[] }>;
}
