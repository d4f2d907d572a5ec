import type { Language } from '../../../core/base/text/languages';
import type { TroupeService } from '../troupe-service';
import { lines } from './line';

/** Returns the guide to the story, which a terminal shows once it has started. */
export function describePlaces(phone: string, { url, environment, logFile }: TroupeService, language: Language): string {
	const { channel } = lines[language];
	const commands = `  export TROUPE_HOME=${environment['TROUPE_HOME']!}
  bin/troupe channel log ${channel}
  bin/troupe channel log ${channel} --people
  bin/troupe process list --engine ${url}
  bin/troupe process tasks --group vendas --engine ${url}`;
	return { pt: guideInPortuguese, en: guideInEnglish }[language]({ phone: `${phone}/?language=${language}`, commands, url, logFile });
}

interface Places {
	phone: string;
	commands: string;
	url: string;
	logFile: string;
}

const guideInPortuguese = ({ phone, commands, url, logFile }: Places) => `
── Abra o celular ──
  ${phone}
  Escreva como cliente, ou use um dos botões. A Lia responde depois de três segundos de silêncio.
  Ao lado: a nota para a vendedora, o que a Lia guarda e o CRM.

── Acompanhe em outro terminal ──
${commands}

Serviço    ${url}, log ${logFile}
Para terminar, tecle Ctrl-C.`;

const guideInEnglish = ({ phone, commands, url, logFile }: Places) => `
── Open the phone ──
  ${phone}
  Write as the customer, or press a button. Lia answers after three seconds of silence.
  Beside it: the note for the salesperson, the rows that she stores, and the CRM.

── Watch it from another terminal ──
${commands}

Service    ${url}, log ${logFile}
Press Ctrl-C to stop.`;
