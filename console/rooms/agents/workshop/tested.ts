export type Outcome = 'passed' | 'failed' | 'not-recorded' | 'not-tried' | 'error';

export interface TestedCase {
	outcome: Outcome;
	result: {
		case: string;
		message: string;
		reply?: string;
		assertions: Array<{ assert: string; passed: boolean; reason?: string }>;
		error?: { code: string; message: string; fix?: string };
	};
}

export interface Tested {
	set: string;
	cases: TestedCase[];
	before: Array<{ case: string; outcome: Outcome; reply?: string }>;
	warnings: string[];
}
