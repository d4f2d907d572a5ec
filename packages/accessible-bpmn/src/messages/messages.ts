/** A text with `{values}`; where one of them is counted, a form for each plural of the language (Intl.PluralRules). */
export type Message = string | { readonly one?: string; readonly few?: string; readonly many?: string; readonly other: string };

export type ElementType = 'unknown' | keyof typeof elementTypes;
export type Trigger = keyof typeof triggers;

/** Everything that the package says. Replace some or all of it by `accessibleBpmn: { messages: { … } }`. */
export interface Messages {
	/** BCP 47, for plurals, numbers and the `lang` of the texts. */
	readonly language: string;
	readonly types: Readonly<Record<ElementType, string>>;
	readonly triggers: Readonly<Record<Trigger, string>>;
	/** A type of an event with `{trigger}` and `{type}`. */
	readonly triggered: string;
	readonly repeats: Readonly<Record<'loop' | 'parallel' | 'sequential', string>>;
	readonly texts: Readonly<Record<Text, Message>>;
	readonly keys: ReadonlyArray<readonly [keys: string, does: string]>;
}

export type Text =
	| 'diagram'
	| 'diagramOf'
	| 'diagramKind'
	| 'keysHint'
	| 'keysTitle'
	| 'gateway'
	| 'tokens'
	| 'incidents'
	| 'heat'
	| 'inLane'
	| 'attachedTo'
	| 'nonInterrupting'
	| 'eventSubProcess'
	| 'contains'
	| 'from'
	| 'fromMore'
	| 'to'
	| 'wayNamed'
	| 'wayNumbered'
	| 'messageTo'
	| 'messageFrom'
	| 'compensatedBy'
	| 'continuesAt'
	| 'linkedWith'
	| 'noNext'
	| 'noPrevious'
	| 'noWay'
	| 'outline'
	| 'change'
	| 'changeNothing'
	| 'moreChanges'
	| 'legend'
	| 'legendLevel'
	| 'legendRange'
	| 'crumbs';

/** The types that have a name of their own. */
export const elementTypes = {
	Task: true,
	ServiceTask: true,
	UserTask: true,
	ManualTask: true,
	ScriptTask: true,
	BusinessRuleTask: true,
	SendTask: true,
	ReceiveTask: true,
	CallActivity: true,
	SubProcess: true,
	AdHocSubProcess: true,
	Transaction: true,
	StartEvent: true,
	EndEvent: true,
	IntermediateCatchEvent: true,
	IntermediateThrowEvent: true,
	BoundaryEvent: true,
	ExclusiveGateway: true,
	ParallelGateway: true,
	InclusiveGateway: true,
	EventBasedGateway: true,
	ComplexGateway: true,
	Participant: true,
	TextAnnotation: true,
	Group: true,
	DataObjectReference: true,
	DataStoreReference: true,
	DataInput: true,
	DataOutput: true,
} as const;

export const triggers = {
	timer: true,
	message: true,
	signal: true,
	error: true,
	escalation: true,
	compensate: true,
	conditional: true,
	link: true,
	terminate: true,
	cancel: true,
	multiple: true,
} as const;

interface Rules {
	readonly plurals: Intl.PluralRules;
	readonly numbers: Intl.NumberFormat;
}
/** Creating them takes longer than all else of a name. There are as many as a page has languages. */
const rules = new Map<string, Rules>();

function rulesOf(language: string): Rules {
	const known = rules.get(language);
	if (known) return known;
	const created = { plurals: new Intl.PluralRules(language), numbers: new Intl.NumberFormat(language) };
	rules.set(language, created);
	return created;
}

export type Values = Readonly<Record<string, string | number>>;

/** Returns the text with its values, in the plural of `count`. What has no value stays as it is written. */
export function format(messages: Messages, text: Text, values: Values = {}): string {
	const message = messages.texts[text];
	const { count } = values;
	const form = typeof message === 'string' ? message : (message[pluralOf(messages.language, count)] ?? message.other);
	return fill(form, values, messages.language);
}

/** Fills a template once: a value that looks like a placeholder stays. */
export function fill(template: string, values: Values, language: string): string {
	return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
		const value = values[name];
		if (value === undefined) return placeholder;
		return typeof value === 'number' ? rulesOf(language).numbers.format(value) : value;
	});
}

function pluralOf(language: string, count: string | number | undefined): 'one' | 'few' | 'many' | 'other' {
	const form = rulesOf(language).plurals.select(Number(count ?? 0));
	return form === 'one' || form === 'few' || form === 'many' ? form : 'other';
}
