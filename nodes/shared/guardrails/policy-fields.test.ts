import type { IDataObject, INodePropertyCollection } from 'n8n-workflow';
import { checkKinds } from '../../../core/guardrails/checks/check-kinds';
import { defaultIndirectThreshold, defaultThreshold } from '../../../core/guardrails/injection/detect-injection';
import { createGuard } from '../../../core/guardrails/policy/create-guard';
import { parseGuardrailPolicy } from '../../../core/guardrails/policy/parse-guardrail-policy';
import { fakeExecuteFunctions } from '../../../test/support/n8n/fake-execute-functions';
import { examplePolicy, policyFields } from './policy-fields';
import { readPolicy } from './read-policy';

const form = policyFields({ initial: {}, choosesStages: true }).find(({ name }) => name === 'guardrails')!;
const groups = form.options as INodePropertyCollection[];
const listDefaults = ({ values }: INodePropertyCollection) =>
	Object.fromEntries(values.map(({ name, default: initial }) => [name, initial])) as IDataObject;
/** Where nobody but the user knows. */
const needed: Record<string, IDataObject> = {
	competitors: { names: ['Acme'] },
	pattern: { patterns: ['a+'] },
	topics: { forbidden: ['politics'] },
};

const read = (guardrails: IDataObject) =>
	readPolicy(fakeExecuteFunctions({ parameters: { policyFrom: 'form', guardrails, options: { onFailure: 'pass' } } }), 0);

test('the form has every check that a policy can name', () => {
	expect(groups.map(({ name }) => name).sort()).toEqual(Object.keys(checkKinds).sort());
});

test.each(groups.map((group) => [group.name, group] as const))('%s works with what its form begins with', async (name, group) => {
	const policy = await read({ [name]: [{ ...listDefaults(group), ...needed[name] }] });
	expect(policy).toMatchObject({ id: 'form', onFailure: 'pass', checks: [{ check: name }] });
	await expect(createGuard(policy!)).resolves.toBeDefined();
});

test.each(groups.flatMap((group) => listActions(group).map((action) => [group.name, action, group] as const)))(
	'%s can be told to %s',
	async (name, action, group) => {
		await expect(createGuard((await read({ [name]: [{ ...listDefaults(group), ...needed[name], action }] }))!)).resolves.toBeDefined();
	},
);

test('an empty form is not a policy; the document that the other field begins with is one', async () => {
	expect(await read({})).toBeUndefined();
	await expect(createGuard(await parseGuardrailPolicy(examplePolicy, 'the example'))).resolves.toBeDefined();
});

test('injection begins with the detector’s own thresholds', () => {
	expect(listDefaults(groups.find(({ name }) => name === 'injection')!)).toMatchObject({
		threshold: defaultThreshold,
		indirectThreshold: defaultIndirectThreshold,
	});
});

test('a guardrail opens with its action and what it needs; the rest is added on demand', () => {
	const shown = ({ values }: INodePropertyCollection) =>
		values.filter(({ type, typeOptions }) => type !== 'hidden' && typeOptions?.showEvenWhenOptional).map(({ name }) => name);
	expect(form.typeOptions?.hideOptionalFields).toBe(true);
	expect(groups.filter((group) => shown(group).length > 4).map(({ name }) => name)).toEqual(['odd-behaviour']);
	expect(Object.fromEntries(groups.map((group) => [group.name, shown(group)]))).toMatchObject({
		...{ injection: ['action'], 'personal-data': ['action'], secrets: ['action'], 'harmful-content': ['action', 'selfHarm'] },
		...{ 'abuse-limit': ['warn', 'slow', 'block', 'action'], length: ['characters', 'action'], competitors: ['names', 'action'] },
	});
});

function listActions({ values }: INodePropertyCollection): string[] {
	return (values.find(({ name }) => name === 'action')!.options as Array<{ value: string }>).map(({ value }) => value);
}
