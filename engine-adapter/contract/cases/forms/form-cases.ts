import type { ContractCase } from '../../contract-case';
import { chain, endEvent, processModel } from '../../model-builder';
import { start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';
import { formFile, formJob, formTask, playForm, startForm, variables } from './form-parts';

const bound = { binding: 'deployment' };
const tagged = (versionTag: string) => ({ binding: 'versionTag', versionTag });
const begin = start(variables);

/** Cases of a user task's form: the latest, that of its deployment, or one of a version tag. */
export const formCases: ContractCase[] = [
	playForm('form-latest', 'A task has a form', (id) => formTask(id)),
	playForm('form-latest-job', 'A task that is a job has a form', (id) => formJob(id)),
	playForm('form-completed', 'A task with a form is completed', (id) => formTask(id), {
		script: () => [begin, { completeUserTask: { variables: { name: 'Ana' } } }],
	}),
	playForm('form-newer', 'A task has the latest version of its form', (id) => formJob(id), {
		script: (id) => [{ deploy: [formFile(id, 'Full name')] }, begin],
	}),
	playForm('form-unchanged', 'A form whose file did not change keeps its version', (id) => formJob(id), {
		script: (id) => [{ deploy: [formFile(id)] }, begin],
	}),
	playForm('form-renamed', 'A form under another file name has a new version', (id) => formJob(id), {
		script: (id) => [{ deploy: [formFile(id, 'Name', {}, `${id}-renamed.form`)] }, begin],
	}),
	playForm('form-feel', 'The id of a form is FEEL', (id) => formJob(`="${id}"`)),
	playForm('form-feel-null', 'The id of a form is null', () => formJob('=gone')),
	playForm('form-feel-number', 'The id of a form is a number', () => formTask('=n')),
	playForm('form-feel-unknown', 'A form whose id is FEEL is not deployed', () => formTask('=which')),
	playForm('form-unknown-resolved', 'A form that was missing is deployed', (id) => formJob(id), {
		files: () => [],
		script: (id) => [begin, { deploy: [formFile(id)] }, { resolveIncident: {} }],
	}),
	playForm('form-bound', 'A task is bound to the form of its deployment', (id) => formJob(id, bound), {
		script: (id) => [{ deploy: [formFile(id, 'Full name')] }, begin],
	}),
	playForm('form-bound-latest', 'A task is bound to the latest form', (id) => formJob(id, { binding: 'latest' }), {
		script: (id) => [{ deploy: [formFile(id, 'Full name')] }, begin],
	}),
	playForm('form-bound-feel', 'A task is bound to a form of its deployment whose id is FEEL', (id) => formJob(`="${id}"`, bound)),
	playForm('form-bound-without', 'A task is bound to a deployment without the form', (id) => formJob(id, bound), {
		files: () => [],
		script: (id) => [{ deploy: [formFile(id)] }, begin],
	}),
	playForm('form-tag', 'A task is bound to a version tag', (id) => formJob(id, tagged('v1')), {
		files: (id) => [formFile(id, 'Name', { versionTag: 'v1' })],
		script: (id) => [{ deploy: [formFile(id, 'Name', { versionTag: 'v2' })] }, begin],
	}),
	playForm('form-tag-again', 'A version tag of a form is used again', (id) => formJob(id, tagged('v1')), {
		files: (id) => [formFile(id, 'Name', { versionTag: 'v1' })],
		script: (id) => [{ deploy: [formFile(id, 'Full name', { versionTag: 'v1' })] }, begin],
	}),
	playForm('form-tag-unknown', 'A version tag of a form is not there', (id) => formTask(id, tagged('v9'))),
	playForm('form-tag-missing', 'A task is bound to a version tag of a form and names none', (id) =>
		formTask(id, { binding: 'versionTag' }),
	),
	playForm('form-tag-spare', 'A task names a version tag without being bound to it', (id) => formJob(id, { versionTag: 'v9' })),
	playForm('form-binding-unknown', 'A task has an unknown binding of its form', (id) => formTask(id, { binding: 'newest' })),
	playForm('form-bound-again', 'A process that is bound to its deployment is deployed with a changed form', (id) => formJob(id, bound), {
		script: (id) => [{ deploy: [processModel(id.slice(2), around(formJob(id, bound))), formFile(id, 'Full name')] }, begin],
	}),
	playForm('form-latest-again', 'A process that is not bound to its deployment is deployed with a changed form', (id) => formJob(id), {
		script: (id) => [{ deploy: [processModel(id.slice(2), around(formJob(id))), formFile(id, 'Full name')] }, begin],
	}),
	playForm('form-bound-other', 'A process that is bound to its deployment is deployed with another process', (id) => formJob(id, bound), {
		script: (id) => [
			{
				deploy: [
					processModel(id.slice(2), around(formJob(id, bound))),
					formFile(id),
					processModel(`${id.slice(2)}-other`, around(formTask(id))),
				],
			},
			begin,
		],
	}),
	playForm('form-bound-same', 'A process that is bound to its deployment is deployed again', (id) => formJob(id, bound), {
		script: (id) => [{ deploy: [processModel(id.slice(2), around(formJob(id, bound))), formFile(id)] }, begin],
	}),
	defineCase('form-bound-later', 'A process is bound to a form that was deployed before, unchanged', (id) => ({
		resources: [formFile(`f-${id}`)],
		script: [{ deploy: [processModel(id, around(formJob(`f-${id}`, bound))), formFile(`f-${id}`)] }, begin],
	})),
	playForm('form-not-json', 'A form is not JSON', (id) => formTask(id), { files: (id) => [{ name: `${id}.form`, content: '{' }] }),
	playForm('form-list', 'A form is a list', (id) => formTask(id), { files: (id) => [{ name: `${id}.form`, content: '[]' }] }),
	playForm('form-no-id', 'A form has no id', (id) => formTask(id), { files: (id) => [formFile(id, '', { id: undefined })] }),
	playForm('form-empty-id', 'The id of a form is empty', (id) => formTask(id), { files: (id) => [formFile(id, '', { id: '' })] }),
	playForm('form-blank-id', 'The id of a form is a blank', (id) => formTask(id), { files: (id) => [formFile(id, '', { id: ' ' })] }),
	playForm('form-number-id', 'The id of a form is a number', () => formTask('5'), { files: (id) => [formFile(id, '', { id: 5 })] }),
	playForm('form-id-only', 'A form is only an id', (id) => formJob(id), {
		files: (id) => [{ name: `${id}.form`, content: `{"id":"${id}"}` }],
	}),
	playForm('form-number-tag', 'The version tag of a form is a number', (id) => formJob(id, tagged('1')), {
		files: (id) => [formFile(id, '', { versionTag: 1 })],
	}),
	playForm('form-twins', 'Two forms of a deployment have the same id', (id) => formTask(id), {
		files: (id) => [formFile(id), formFile(id, 'Other', {}, `${id}-other.form`)],
	}),
	playForm('form-unused', 'A form that no task uses is deployed', () => formTask('nowhere'), {}),
	playProcess('form-start-unknown', 'A start event has a form that is not there', [
		startForm('nowhere'),
		endEvent(),
		...chain('start', 'end'),
	]),
	playProcess('form-start-bound-unknown', 'A start event is bound to a form that is not in its deployment', [
		startForm('nowhere', bound),
		endEvent(),
		...chain('start', 'end'),
	]),
];
