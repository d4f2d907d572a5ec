import type { Path } from './enter-values';

/** A field of a form, as `POST user-tasks/KEY/fill` shows it. */
export interface FormField {
	path: Path;
	/** As form-js names it. */
	type: string;
	label: string | null;
	help: string | null;
	value: unknown;
	options: Array<{ value: unknown; label: string }>;
	isRequired: boolean;
	isReadOnly: boolean;
	/** Why its value is refused: each continues `the field …`. */
	problems: string[];
}
