import type { Resource } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { callActivity } from '../../event-parts';
import { processModel, serviceTask } from '../../model-builder';
import { type CaseAction, completeNext, start } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';

/** A process that another one calls. `header` makes a difference between versions. */
function child(id: string, header: string, versionTag?: string): Resource {
	const resource = processModel(`${id}-child`, around(serviceTask('work', { headers: { version: header } })));
	if (versionTag === undefined) return resource;
	const tag = `<bpmn:extensionElements><zeebe:versionTag value="${versionTag}"/></bpmn:extensionElements>`;
	return { ...resource, content: resource.content.replace(/<bpmn:process [^>]*>/, (process) => process + tag) };
}

const caller = (id: string, binding: string, called = `${id}-child`): Resource => {
	const call = callActivity('call', called);
	return processModel(id, around({ ...call, extensions: call.extensions!.replace('/>', `${binding}/>`) }));
};

const bound = ' bindingType="deployment"';
const taggedV1 = ' bindingType="versionTag" versionTag="v1"';
const begin = [start({ a: 1 }), completeNext({})];

const play = (
	id: string,
	title: string,
	{ binding = bound, files = [child(id, 'one')], script = [] as CaseAction[], called = `${id}-child` },
): ContractCase => defineCase(id, title, () => ({ resources: [caller(id, binding, called), ...files], script: [...script, ...begin] }));

/** Cases of the version that a call activity calls. */
export const callBindingCases: ContractCase[] = [
	play('call-bound', 'a call activity calls the process of its deployment', { script: [{ deploy: [child('call-bound', 'two')] }] }),
	play('call-bound-latest', 'a call activity that is bound to the latest version calls it', {
		binding: ' bindingType="latest"',
		script: [{ deploy: [child('call-bound-latest', 'two')] }],
	}),
	play('call-bound-without', 'a call activity is bound to a deployment without the process', {
		files: [],
		script: [{ deploy: [child('call-bound-without', 'one')] }],
	}),
	play('call-bound-feel', 'a call activity that is bound to its deployment names the process by FEEL', {
		called: '="call-bound-feel-child"',
	}),
	play('call-bound-feel-without', 'a call activity names by FEEL a process that its deployment lacks', {
		called: '="call-bound-feel-without-child"',
		files: [],
		script: [{ deploy: [child('call-bound-feel-without', 'one')] }],
	}),
	play('call-bound-again', 'a caller that is bound to its deployment is deployed with a changed process', {
		script: [{ deploy: [caller('call-bound-again', bound), child('call-bound-again', 'two')] }],
	}),
	play('call-latest-again', 'a caller that is not bound is deployed with a changed process', {
		binding: '',
		script: [{ deploy: [caller('call-latest-again', ''), child('call-latest-again', 'two')] }],
	}),
	play('call-bound-changed', 'a changed caller that is bound to its deployment is deployed with the same process', {
		script: [{ deploy: [caller('call-bound-changed', `${bound} propagateAllChildVariables="true"`), child('call-bound-changed', 'one')] }],
	}),
	play('call-tag', 'a call activity calls the version with a tag', {
		binding: taggedV1,
		files: [child('call-tag', 'one', 'v1')],
		script: [{ deploy: [child('call-tag', 'two', 'v2')] }],
	}),
	play('call-tag-again', 'a call activity calls the last version with a tag', {
		binding: taggedV1,
		files: [child('call-tag-again', 'one', 'v1')],
		script: [{ deploy: [child('call-tag-again', 'two', 'v1')] }],
	}),
	play('call-tag-unknown', 'a call activity calls a version tag that is not there', { binding: taggedV1 }),
	play('call-tag-missing', 'a call activity is bound to a version tag and names none', { binding: ' bindingType="versionTag"' }),
	play('call-binding-unknown', 'a call activity has an unknown binding', { binding: ' bindingType="newest"' }),
];
