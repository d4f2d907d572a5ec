import { troupeHome } from '../../core/base/home';
import { findPackageFolder } from '../../core/base/package-folder';
import { languages } from '../../core/base/text/languages';
import { Command, Option } from 'commander';
import { wholeNumber, withKeys } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { VerifyOptions } from './verify-options';

/** Declares `troupe verify`, which plays the attacks of the package `troupe-verify`. */
export function verifyCommand(session: Session): Command {
	return withKeys(new Command('verify'), 'sign the report with a key in this folder; the output is then the signed JSON (JWS)')
		.summary("Attacks this installation in OWASP's ten agentic risks, and reports what holds.")
		.description(
			"Attacks this installation in OWASP's ten agentic risks, with its own settings and a model that obeys everybody, and reports what holds. Changes nothing. Exits with 1 if something does not hold or could not be played.",
		)
		.option('--only <id...>', 'only these risks and attacks, such as ASI02 or ASI02.03')
		.addOption(new Option('--max-not-tried <number>', 'exit with 1 if more attacks were not tried').argParser(wholeNumber(0, 10_000)))
		.option('--list', 'list the attacks instead of playing them')
		.addOption(new Option('--language <language>', 'of titles').choices(languages).default('en'))
		.addOption(new Option('--json', 'print one JSON document').conflicts(['sarif', 'html']))
		.addOption(new Option('--sarif', 'print SARIF 2.1.0, as code scanners do').conflicts('html'))
		.option('--html', 'print a page')
		.option('-o, --output <file>', 'write the report to this file instead')
		.option('--from <folder>', 'the folder of troupe-verify. Default: in the checkout, beside Troupe, or in its home')
		.action(async (options: VerifyOptions) => {
			const { terminal } = session;
			const { loadAttacks } = await import('./load-attacks');
			const attacks = loadAttacks({ packageFolder: findPackageFolder(), home: troupeHome(terminal.environment), from: options.from });
			session.exitCode = await attacks.runVerify(options, terminal);
		});
}
