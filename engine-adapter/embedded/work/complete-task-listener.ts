import type { TaskDecision } from '../../engine/jobs';
import type { Variables } from '../../engine/variables';
import { expectInput } from '../expect-input';
import type { Kernel } from '../flow/kernel';
import { logJobEnd } from './job-log';
import { type JobRow, removeJob } from './job-rows';
import { correctChange, denyChange } from './task-changes';
import { findTaskOf } from './task-store';
import { toProperties } from './user-task-properties';

/** A created or ending task cannot go back. */
const deniable = ['assigning', 'updating', 'completing'];

/** @throws TroupeError INPUT_INVALID for results that 8.8 refuses */
export function completeTaskListener(kernel: Kernel, job: JobRow, variables: Variables, decision: TaskDecision): void {
	const { denied = false, reason, corrections = {} } = decision;
	const corrected = toProperties(corrections);
	const what = `Job ${job.key} of the listener to ${job.task_event}`;
	expectInput(Object.keys(variables).length === 0, `${what} returns variables, which a task listener cannot.`, 'Return none.');
	expectInput(
		!denied || deniable.includes(job.task_event!),
		`${what} denies it, which is possible for ${deniable.join(', ')} only.`,
		'Complete the job without a denial.',
	);
	expectInput(
		!denied || Object.keys(corrected).length === 0,
		`${what} denies it and corrects something.`,
		'Deny the change, or correct it.',
	);
	const task = findTaskOf(kernel, job.element_instance_key)!;
	expectInput(
		job.task_event !== 'creating' || corrected.assignee === undefined || !task.properties.assignee,
		`${what} corrects the assignee that the model gives user task ${task.key}.`,
		'Correct it with a listener to assigning.',
	);
	const { instance } = logJobEnd(kernel, 'job-completed', job);
	removeJob(kernel, job);
	if (denied) return denyChange(kernel, task, reason);
	correctChange(kernel, task, corrected);
	kernel.steps.push({ kind: 'task-listened', key: instance.key, done: job.listener! + 1 });
}
