/**
 * Measures the share of the 97 tasks of AgentDojo that an agent does to their end, rightly and without asking anybody, with the definitions of a builder, the
 * standard policy, and a model that does what the task needs. Goal: 0.77, and all tasks with a person. Needs Python 3.10 with venv; installs AgentDojo
 * from PyPI.
 */
import { playTasks } from '../../dojo/play-tasks';

export const run = (): Promise<number> =>
	playTasks('tasks done without a question', (played) => ({
		part: played.filter(({ isRight, asks }) => isRight && asks.length === 0).length,
		all: played.length,
	}));
