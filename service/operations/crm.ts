import * as Type from 'typebox/type';
import { anyObject, closed, optional } from '../../core/base/shape';
import { parseCrmTask } from '../../core/crm/parse-crm-task';
import { open, string } from '../../manifests/registry/api/answer-fields';
import { text } from '../../manifests/registry/api/fields';
import { openNamedCrm, runNamedCrmTask } from '../../providers/compose/crm/named-crm';
import { ofOthers, operation } from './operation';

const tag = 'crm';
/** The right to use a credential this way includes writing in the CRM; an agent writes through tools. */
const scope = 'credential:manage';
const ofCredential = closed({ credential: text(200) });
const choices = Type.Array(open());
const id = text(40);

export const listCrmChoices = operation({
	summary: 'Ask a CRM whether it accepts a credential, and list its pipelines, stages, origins and owners',
	tag,
	method: 'GET',
	path: 'crm/:credential/choices',
	scope,
	input: { params: ofCredential },
	refusals: ofOthers,
	output: Type.Object({ credential: string, crm: string, pipelines: choices, origins: choices, owners: choices }),
	/** @throws TroupeError CREDENTIAL_…, CRM_… */
	async perform({ credential }, { host, signal }) {
		const crm = await openNamedCrm({ credential }, host, signal);
		return { credential, crm: crm.name, ...(await crm.listChoices(signal)) };
	},
});

export const recordLead = operation({
	act: ({ credential }) => ({ action: 'lead.recorded', object: { kind: 'credential', value: credential } }),
	summary: 'Record a lead: company, person, deal and note, each once',
	tag,
	method: 'POST',
	path: 'crm/:credential/leads',
	scope,
	input: {
		params: ofCredential,
		body: closed({ lead: anyObject(), ...optional({ pipeline: id, stage: id, origin: id, owner: id }) }),
	},
	refusals: ofOthers,
	output: open(),
	/** @throws TroupeError INPUT_INVALID, CREDENTIAL_…, CRM_…, RUN_TAKEN */
	async perform({ credential, ...task }, { host, signal }) {
		const recorded = await runNamedCrmTask(parseCrmTask({ operation: 'recordLead', ...task }), { credential }, host, signal);
		return recorded as Extract<typeof recorded, { operation: 'recordLead' }>;
	},
});
