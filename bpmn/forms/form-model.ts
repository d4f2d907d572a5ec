export interface FormModel {
	id: string;
	versionTag?: string;
	/** Fields and the groups that they are in, as the file has them. */
	components: FormComponent[];
}

export interface FormComponent {
	id?: string;
	type: string;
	/** The variable, or a path into one. */
	key?: string;
	label?: string;
	/** Path of the values in a group or dynamic list. */
	path?: string;
	components?: FormComponent[];
	/** The number of rows with which a dynamic list opens. */
	defaultRepetitions?: number;
	/** False for a dynamic list that is a group. */
	isRepeating?: boolean;
	/** False if a person can neither add nor remove rows. */
	allowAddRemove?: boolean;
	defaultValue?: unknown;
	disabled?: boolean | string;
	readonly?: boolean | string;
	conditional?: { hide?: string };
	validate?: Record<string, unknown>;
	/** Options of a choice: as they are, a variable that has them, or an expression. */
	values?: Array<{ label?: string; value?: unknown }>;
	valuesKey?: string;
	valuesExpression?: string;
	/** The value of an expression field. */
	expression?: string;
	/** `change`, or `presubmit` for a field computed only at the end. */
	computeOn?: string;
	subtype?: string;
	/** `utc_offset`, `utc_normalized` or `no_timezone`. */
	timeSerializingFormat?: string;
	decimalDigits?: number;
	increment?: number | string;
	serializeToString?: boolean;
	multiple?: boolean | string;
}

/** Types that hold no value. */
export const isDecoration = ({ type }: FormComponent): boolean => decorations.has(type);
export const isContainer = ({ type }: FormComponent): boolean => containers.has(type);
export const isList = ({ type, isRepeating }: FormComponent): boolean => type === 'dynamiclist' && isRepeating !== false;
export const isKnownType = ({ type }: FormComponent): boolean => isDecoration({ type }) || isContainer({ type }) || fields.has(type);

const decorations = new Set(['text', 'html', 'image', 'iframe', 'button', 'spacer', 'separator', 'table', 'documentPreview']);
const containers = new Set(['group', 'dynamiclist', 'default']);
const fields = new Set([
	'textfield',
	'textarea',
	'number',
	'datetime',
	'expression',
	'filepicker',
	'checkbox',
	'checklist',
	'radio',
	'select',
	'taglist',
]);
