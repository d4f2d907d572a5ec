import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { Stage } from '../../../core/guardrails/policy/guard';
import type { GuardrailPolicy } from '../../../core/guardrails/policy/guardrail-policy';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { givenJson } from '../given-json';
import { hasOwnStages } from './policy-fields';

type Parameters = Pick<IExecuteFunctions, 'getNodeParameter'>;

/**
 * @param stages what the form's checks look at, where the node knows it @returns undefined for a form without a guardrail @throws TroupeError
 * POLICY_INVALID, naming each field
 */
export async function readPolicy(context: Parameters, item: number, stages?: Stage[]): Promise<GuardrailPolicy | undefined> {
	if (context.getNodeParameter('policyFrom', item) === 'json')
		return parseGuardrailPolicy(
			givenJson(context.getNodeParameter('policy', item), 'The field "Policy"', 'POLICY_INVALID'),
			'The field "Policy"',
		);
	const form = context.getNodeParameter('guardrails', item, {}) as Record<string, IDataObject[]>;
	const checks = Object.entries(form).flatMap(([check, entries]) =>
		entries.map((entry) => ({
			check,
			...withoutEmpty(toDocument(check, withoutEmpty(entry))),
			...(stages && !hasOwnStages(check) && { stages }),
		})),
	);
	if (checks.length === 0) return undefined;
	const options = context.getNodeParameter('options', item, {});
	const { onFailure = 'block' } = options;
	return parseGuardrailPolicy({ id: 'form', onFailure, checks }, 'The field "Guardrails"');
}

function toDocument(check: string, fields: IDataObject): IDataObject {
	if (check === 'json-schema')
		return { ...fields, schema: givenJson(fields.schema, 'The field "Schema"', 'POLICY_INVALID') as IDataObject };
	if (check === 'progressive-collection')
		return { ...fields, fields: givenJson(fields.fields, 'The field "Fields"', 'POLICY_INVALID') as IDataObject[] };
	if (check === 'harmful-content') return harmToDocument(fields);
	const bounds = (['characters', 'words', 'sentences'] as const).map((unit) => [unit, fields[unit] ? { max: fields[unit] } : undefined]);
	return check === 'length' ? { ...fields, ...(Object.fromEntries(bounds) as IDataObject) } : fields;
}

/** The form has one threshold for all kinds, and the most common rules of self-harm. */
function harmToDocument({ threshold, selfHarm, helpMessage, kinds, ...fields }: IDataObject): IDataObject {
	const own = givenJson(kinds ?? '{}', 'The field "Rules by Kind"', 'POLICY_INVALID') as Record<string, IDataObject>;
	const rules: Record<string, IDataObject> = {};
	for (const kind of ['hate', 'harassment', 'violence', 'sexual', 'self-harm', 'dangerous-acts']) {
		const isSelfHarm = kind === 'self-harm';
		const rule = withoutEmpty({
			threshold,
			...(isSelfHarm && { action: selfHarm, message: helpMessage ? { en: helpMessage, pt: helpMessage } : undefined }),
			...own[kind],
		});
		if (Object.keys(rule).length > 0) rules[kind] = rule;
	}
	const all = { ...own, ...rules };
	return { ...fields, ...(Object.keys(all).length > 0 && { kinds: all }) };
}

function withoutEmpty(fields: IDataObject): IDataObject {
	const filled = Object.entries(fields).filter(
		([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
	);
	return Object.fromEntries(filled);
}
