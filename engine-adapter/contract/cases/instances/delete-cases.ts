import type { Resource } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { callActivity, signal, startOn, message } from '../../event-parts';
import { chain, endEvent, processModel, serviceTask } from '../../model-builder';
import { broadcast, type CaseAction, complete, publish, runJobs, start } from '../case-actions';
import { decision, decisionTask, dmnFile, literal } from '../decisions/decision-parts';
import { defineCase } from '../define-case';
import { formFile, formJob } from '../forms/form-parts';
import { around } from '../shapes';

/** A version of a process. The header makes the difference. */
const version = (id: string, header: string): Resource => processModel(id, around(serviceTask('work', { headers: { version: header } })));

const deploy = (...resources: Resource[]): CaseAction => ({ deploy: resources });
const remove = (id: string, which?: number): CaseAction => ({ deleteResource: { id, version: which } });

const play = (id: string, title: string, ...script: CaseAction[]): ContractCase =>
	defineCase(id, title, () => ({ resources: [version(id, 'one')], script: [...script, runJobs] }));

/** The gateway of the 8.8 engine in memory does not answer a deletion, though the engine performs it. */
const withEngines = (cases: ContractCase[]): ContractCase[] => cases.map((one) => ({ ...one, engines: ['8.6'] }));

/** Deployed files that are deleted again. */
export const deleteCases: ContractCase[] = withEngines([
	play(
		'delete-latest',
		'the version before the deleted one starts',
		deploy(version('delete-latest', 'two')),
		remove('delete-latest'),
		start(),
	),
	play('delete-only', 'a process without versions does not start', remove('delete-only'), start()),
	play(
		'delete-old',
		'the deletion of an old version leaves the latest one',
		deploy(version('delete-old', 'two')),
		remove('delete-old', 1),
		start(),
	),
	play('delete-running', 'an instance of a deleted version goes on', start(), remove('delete-running'), complete('work')),
	play('delete-running-start', 'a deleted version that still runs does not start', start(), remove('delete-running-start'), start()),
	play('delete-again', 'the same file is deployed again', remove('delete-again'), deploy(version('delete-again', 'one')), start()),
	play(
		'delete-running-again',
		'the same file is deployed again while an instance runs',
		start(),
		remove('delete-running-again'),
		deploy(version('delete-running-again', 'one')),
		start(),
	),
	play(
		'delete-first-again',
		'the file of the first version is deployed after the second one was deleted',
		deploy(version('delete-first-again', 'two')),
		remove('delete-first-again'),
		deploy(version('delete-first-again', 'one')),
		start(),
	),
	play('delete-twice', 'a version is deleted twice', remove('delete-twice'), remove('delete-twice')),
	play('delete-unknown', 'what is not there is deleted', { deleteResource: { id: 'nothing' } }),
	play('delete-start-version', 'a deleted version is named to start', remove('delete-start-version'), { start: { version: 1 } }),
	defineCase('delete-message-start', 'the version before the deleted one is started by its message', (id) => ({
		resources: [processModel(id, [startOn('start', message(id)), endEvent(), ...chain('start', 'end')])],
		script: [deploy(version(id, 'two')), publish(id), remove(id), publish(id)],
	})),
	defineCase('delete-message', 'a message starts no deleted process', (id) => ({
		resources: [processModel(id, [startOn('start', message(id)), endEvent(), ...chain('start', 'end')])],
		script: [remove(id), publish(id)],
	})),
	defineCase('delete-signal-start', 'the version before the deleted one is started by its signal', (id) => ({
		resources: [processModel(id, [startOn('start', signal(id)), endEvent(), ...chain('start', 'end')])],
		script: [deploy(version(id, 'two')), broadcast(id), remove(id), broadcast(id)],
	})),
	defineCase('delete-called', 'a deleted process is called', (id) => ({
		resources: [processModel(id, around(callActivity('call', `${id}-child`))), version(`${id}-child`, 'one')],
		script: [remove(`${id}-child`), start()],
	})),
	defineCase('delete-form', 'the form before the deleted one is used', (id) => ({
		resources: [processModel(id, around(formJob(`f-${id}`))), formFile(`f-${id}`)],
		script: [deploy(formFile(`f-${id}`, 'Second')), remove(`f-${id}`), start()],
	})),
	defineCase('delete-form-only', 'a deleted form is used', (id) => ({
		resources: [processModel(id, around(formJob(`f-${id}`))), formFile(`f-${id}`)],
		script: [remove(`f-${id}`), start()],
	})),
	defineCase('delete-form-again', 'a deleted form is deployed again', (id) => ({
		resources: [processModel(id, around(formJob(`f-${id}`))), formFile(`f-${id}`)],
		script: [remove(`f-${id}`), deploy(formFile(`f-${id}`)), start()],
	})),
	defineCase('delete-decision', 'the decision before the deleted one is called', (id) => ({
		resources: [processModel(id, around(decisionTask(`d-${id}`))), dmnFile(id, decision(`d-${id}`, literal('1')))],
		script: [deploy(dmnFile(id, decision(`d-${id}`, literal('2')))), remove(`drg-${id}`), start()],
	})),
	defineCase('delete-decision-only', 'a deleted decision is called', (id) => ({
		resources: [processModel(id, around(decisionTask(`d-${id}`))), dmnFile(id, decision(`d-${id}`, literal('1')))],
		script: [remove(`drg-${id}`), start()],
	})),
]);
