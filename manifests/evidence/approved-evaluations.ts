/** Result of an evaluation that a signed approval is based on. */
export interface ApprovedEvaluation {
	/** SHA-256 of the text of the result that was signed, hex. */
	sha256: string;
	/** The name of the set. */
	set: string;
	passed: number;
	cases: number;
	/** ISO 8601. */
	evaluatedAt: string;
}

export const maxEvaluations = 8;

/** The part of an approval's schema that binds results. */
export const approvedEvaluationsSchema = {
	type: 'array',
	minItems: 1,
	maxItems: maxEvaluations,
	items: {
		type: 'object',
		required: ['sha256', 'set', 'passed', 'cases', 'evaluatedAt'],
		additionalProperties: false,
		properties: {
			sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
			set: { type: 'string', minLength: 1, maxLength: 200 },
			passed: { type: 'integer', minimum: 0 },
			cases: { type: 'integer', minimum: 1 },
			evaluatedAt: { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' },
		},
	},
};
