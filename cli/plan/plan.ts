import { Command, InvalidArgumentError, Option } from 'commander';
import { planStates } from '../../planner/plan';
import { addressOption, limitOption, listOfNames, spokenLanguage, withJson, withKeys, withTenant } from '../terminal/options';
import { parseVariables } from '../terminal/parse-variables';
import type { Session } from '../terminal/session';
import type { PlanChangeOptions } from './change-run';
import type { PlanAskOptions, PlanNewOptions } from './new-run';
import type { PlanListOptions, PlanShowOptions } from './show-run';
import type { PlanConfirmOptions, PlanProveOptions, PlanRunOptions } from './confirm-run';

export function planCommand(session: Session): Command {
	const command = new Command('plan')
		.summary('Makes plans of what you say, proves them and runs them.')
		.description(
			'Plans processes from what you say: it asks, draws BPMN of agents, nodes and people, proves it, and runs what you confirmed.',
		)
		.addCommand(newCommand(session))
		.addCommand(askCommand(session))
		.addCommand(showCommand(session))
		.addCommand(listCommand(session))
		.addCommand(changeCommand(session))
		.addCommand(proveCommand(session))
		.addCommand(confirmCommand(session))
		.addCommand(runCommand(session));
	return withTenant(command, session);
}

function newCommand(session: Session): Command {
	return withModel(withFiles(withJson(new Command('new'))))
		.description('Makes a plan of a wish, and proves it. Exit code 1: no plan was drawn that is right, or the proof failed.')
		.argument('[wish...]', 'what you want done, in words')
		.option('-t, --text <file>', 'a file with the wish; - for standard input')
		.option('--answers <file.json>', 'answers to what it asks, by the id or slot of the question, or in order; others are supposed')
		.option('--suppose', 'ask nothing: suppose what is not known, and say so')
		.addOption(spokenLanguage())
		.action(async (wish: string[], options: PlanNewOptions) => {
			const { runPlanNew } = await import('./new-run');
			session.exitCode = await runPlanNew(wish, options, session.terminal);
		});
}

function askCommand(session: Session): Command {
	return withModel(withFiles(withJson(new Command('ask'))))
		.description('Answers what the plan asks, also about an instance that runs, or asks something about it.')
		.argument('<id>', 'of `troupe plan list`')
		.argument('[words...]', 'the answer or the question')
		.option('--answers <file.json>', 'answers by the id or slot of the question')
		.addOption(addressOption())
		.action(async (id: string, words: string[], options: PlanAskOptions) => {
			const { runPlanAsk } = await import('./new-run');
			session.exitCode = await runPlanAsk(id, words, options, session.terminal);
		});
}

function showCommand(session: Session): Command {
	return withFiles(withJson(new Command('show')))
		.description('Shows a plan: its steps, cost, risks and hash, and how its instances are getting on.')
		.argument('<id>', 'of `troupe plan list`')
		.addOption(addressOption())
		.action(async (id: string, options: PlanShowOptions) => {
			const { runPlanShow } = await import('./show-run');
			session.exitCode = await runPlanShow(id, options, session.terminal);
		});
}

function listCommand(session: Session): Command {
	return withJson(new Command('list'))
		.description('Lists plans, the newest first.')
		.addOption(new Option('--state <state>', 'only those in this state').choices(planStates))
		.addOption(limitOption('plans', 50))
		.action(async (options: PlanListOptions) => {
			const { runPlanList } = await import('./show-run');
			session.exitCode = await runPlanList(options, session.terminal);
		});
}

function changeCommand(session: Session): Command {
	return withModel(withFiles(withJson(new Command('change'))))
		.description(
			'Changes a plan in words, and proves it again. What the words do not name keeps its id and its place. Exit code 1: nothing was changed.',
		)
		.argument('<id>', 'of `troupe plan list`')
		.argument('[words...]', 'what should be different')
		.action(async (id: string, words: string[], options: PlanChangeOptions) => {
			const { runPlanChange } = await import('./change-run');
			session.exitCode = await runPlanChange(id, words, options, session.terminal);
		});
}

function proveCommand(session: Session): Command {
	return withFiles(withJson(new Command('prove')))
		.description('Plays a case for each branch of a plan on an engine in memory. Exit code 1: a branch was not reached, or a case failed.')
		.argument('<id>', 'of `troupe plan list`')
		.action(async (id: string, options: PlanProveOptions) => {
			const { runPlanProve } = await import('./confirm-run');
			session.exitCode = await runPlanProve(id, options, session.terminal);
		});
}

function confirmCommand(session: Session): Command {
	return withKeys(
		withJson(new Command('confirm')),
		'sign with the key of an author or approver in this folder, in place of this installation’s',
	)
		.description('Confirms the files of a plan by their hash: nothing else of it runs.')
		.argument('<id>', 'of `troupe plan list`')
		.option('--hash <sha256>', 'the hash that you saw; needed where nobody can be asked', parseHash)
		.addOption(new Option('-e, --engine <engine>', 'the engine that is going to run it').choices(['embedded', 'zeebe']).default('embedded'))
		.option('--accept-unsupported', 'let people do by hand what nobody else can do yet')
		.action(async (id: string, options: PlanConfirmOptions) => {
			const { runPlanConfirm } = await import('./confirm-run');
			session.exitCode = await runPlanConfirm(id, options, session.terminal);
		});
}

function runCommand(session: Session): Command {
	return withJson(new Command('run'))
		.description('Deploys the files that were confirmed, and starts an instance of them.')
		.argument('<id>', 'of `troupe plan list`')
		.option('-v, --variables <json>', 'the inputs, a JSON object', parseVariables, {})
		.addOption(addressOption())
		.action(async (id: string, options: PlanRunOptions) => {
			const { runPlanRun } = await import('./confirm-run');
			session.exitCode = await runPlanRun(id, options, session.terminal);
		});
}

const withFiles = (command: Command): Command =>
	command
		.option('-o, --bpmn <file>', 'also write the BPMN file, and its forms beside it')
		.option('--cases <folder>', 'also write the files with their cases, for `troupe process test`')
		.option('--workflow <file.json>', 'also write it as a workflow of n8n, if it waits for nobody');

const withModel = (command: Command): Command =>
	command
		.option('-m, --model <names>', 'models as provider:model, separated by commas; default: what this machine has', listOfNames)
		.option('--no-model', 'plan without a model: write one step a line');

/** Parses a SHA-256 in hex, in any case. */
function parseHash(text: string): string {
	if (/^[\da-f]{64}$/i.test(text)) return text.toLowerCase();
	throw new InvalidArgumentError('Expected a SHA-256: 64 hexadecimal digits, as `troupe plan show` prints it.');
}
