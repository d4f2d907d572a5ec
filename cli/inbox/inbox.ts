import { Command, Option } from 'commander';
import { dueFilters, inboxKinds } from '../../service/inbox/inbox-item';
import { limitOption, withJson, withService, withTenant } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { InboxListOptions } from './inbox-run';

export function inboxCommand(session: Session): Command {
	const command = new Command('inbox').description('What waits for a person to decide it, or to see to it.');
	const list = withJson(
		new Command('list')
			.description('Lists all that waits for a person, what is due first at the top. User tasks and drafts are listed at a service.')
			.addOption(new Option('-k, --kind <kind>', 'only one kind').choices(inboxKinds))
			.addOption(new Option('--due <when>', 'only what is late, or will be within a day or a week').choices(dueFilters))
			.addOption(limitOption('entries', 50, 200)),
	).action(async (options: InboxListOptions) => {
		const { runInboxList } = await import('./inbox-run');
		session.exitCode = await runInboxList(options, session.terminal);
	});
	return withTenant(command.addCommand(withService(list, session)), session);
}
