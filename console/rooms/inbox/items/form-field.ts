import type { Path } from './enter-values';

/** A form field, as `POST user-tasks/KEY/fill` returns it. */
export interface FormField {
	path: Path;
	type: string;
	label: string | null;
	help: string | null;
	value: unknown;
	options: Array<{ value: unknown; label: string }>;
	isRequired: boolean;
	isReadOnly: boolean;
	/** Reasons of a refusal: each continues `the field …`. */
	problems: string[];
}
