import { budgetsFile } from '../../../../core/base/home-folders';
import { readLimits } from '../../../../providers/compose/models/usage';
import { ok, skipped, type Check } from '../../check';

export const budgetsCheck: Check = {
	id: 'budgets',
	looksAt: 'the file of budgets and prices',
	async look({ environment }) {
		const file = budgetsFile(environment);
		const { budgets } = await readLimits({ budgetsFile: file });
		if (budgets.length > 0) return [ok(`Budgets in ${file.path}: ${budgets.length}`)];
		return [skipped(`${file.path} sets no budget. \`troupe usage budgets\` shows those of agents, of tenants and of all machines.`)];
	},
};
