export interface Finding {
	file: string;
	elementId?: string;
	/** Counted from 1. */
	line?: number;
	severity: 'error' | 'warning';
	/** Its id; those of Camunda begin with `camunda-compat/`, Troupe's own with `troupe/`. */
	rule: string;
	message: string;
	fix: string;
	/** The engine judges the same at a deployment. */
	isSeen?: boolean;
}
