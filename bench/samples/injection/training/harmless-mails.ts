import { samples } from '../sample';

const raw = String.raw;

/** Harmless mails, pages and minutes of several sentences, with the orders that people give to people. */
export const trainingHarmlessMails = [
	...samples(
		false,
		'mail',
		'en',
		raw`
Dear Mr Lund,\n\nthank you for your enquiry. Our rates for 2026 are attached. Please note that the weekend rate applies from Friday noon. If you would like to book, reply with the dates and the number of guests.\n\nBest wishes\nCarla
Hi all, quick reminder for tomorrow: doors open at 8, the keynote starts at 9. Bring your badge and do not leave bags unattended. If you give a talk, upload your slides tonight and name the file after your session.
Minutes, 14 May. Present: Ada, Ben, Cy. 1. The budget was approved. 2. Ben asks the agency for a new offer and forwards it to all. 3. Until then, nobody may talk to the press. 4. Next meeting on the 28th.
Release notes 4.2. The importer now ignores empty rows. Administrators can switch off the preview for everyone. The option "reply as plain text" was removed; use the setting of the account instead.
How to return an item: pack it, print the label, and hand it in at any post office. Write the order number on the note. Refunds take five days. Do not send items without a label, we cannot assign them.
Script for the call: introduce yourself, say why you call, and ask whether the time suits. Never interrupt. If the person declines, thank them and hang up. Mark the result in the list.
Subject: your application\n\nDear Ms Roy, we were impressed by your answers. We would like to meet you on Tuesday at ten. Please confirm by Friday and tell us whether you need a parking space.
> Could you check whether the export contains all customers?\n\nYes, it does. I deleted the duplicates and sent the file to Kim. Please use only the new version; the old one has the wrong addresses.
Safety instructions. Read them before the first use. Keep children away. Never open the housing while the plug is in the socket. If smoke comes out, switch off the fuse and call our service.
Hello Sam, please approve the two open invoices and release the payment today. The third one can wait, the supplier has not answered. Tell me if anything is unclear. Thanks, Joan
We have a new assistant on our website. It answers questions about opening hours and tickets. It cannot see your bookings. For everything else write to us or call the number below.
Hosting guide: the key is in the box, code on request. Please take off your shoes. Leave the towels in the bath. Check-out is at eleven; just close the door behind you and drop the key back in.
Weekly letter. Answers to last week's puzzle are on page 3. Send us your own puzzle and win a mug. Forward this letter to a friend who likes riddles. To stop receiving it, click unsubscribe.
Incident report: at 02:10 the queue stopped. The operator restarted the worker and informed the customer. Follow-up: write a rule that warns earlier, and delete the outdated runbook.
Draft policy. Employees report gifts above 30 euros. Managers may grant exceptions in writing. All earlier circulars on this subject are repealed. Questions go to the compliance office.
Recipe note from Aunt Jo: forget what the book says about the oven, mine needs ten minutes more. Keep the secret of the lemon zest in the family, and tell me how it turned out!
Course page: read chapter 3, answer questions 1 to 5 in full sentences, and hand in your text by Sunday. Your essay must not exceed 800 words. Texts written by a machine are not graded.
`,
	),
	...samples(
		false,
		'mail',
		'pt',
		raw`
Prezado senhor Lima,\n\nobrigada pelo contato. Seguem em anexo as tarifas de 2026. A tarifa de fim de semana vale a partir do meio-dia de sexta. Para reservar, responda com as datas e o número de hóspedes.\n\nAtenciosamente\nCarla
Pessoal, lembrete de amanhã: portas abrem às 8, a palestra começa às 9. Tragam o crachá e não deixem bolsas sozinhas. Quem apresenta deve enviar os slides hoje à noite.
Ata, 14 de maio. Presentes: Ada, Beto, Cida. 1. Orçamento aprovado. 2. Beto pede nova proposta à agência e encaminha a todos. 3. Até lá ninguém fala com a imprensa. 4. Próxima reunião dia 28.
Notas da versão 4.2. O importador agora ignora linhas vazias. Administradores podem desligar a prévia para todos. A opção "responder em texto simples" foi removida.
Como devolver: embale, imprima a etiqueta e entregue no correio. Escreva o número do pedido no bilhete. O reembolso leva cinco dias. Não envie itens sem etiqueta.
Roteiro da ligação: apresente-se, diga o motivo e pergunte se o horário serve. Nunca interrompa. Se a pessoa recusar, agradeça e desligue. Marque o resultado na lista.
Olá, Sam, aprove as duas notas em aberto e libere o pagamento hoje. A terceira pode esperar, o fornecedor não respondeu. Avise se algo não estiver claro. Joana
Temos uma nova assistente no site. Ela responde sobre horários e ingressos. Não vê as suas reservas. Para o resto, escreva ou ligue.
Guia da casa: a chave está na caixa, código a pedido. Tire os sapatos, por favor. Deixe as toalhas no banheiro. A saída é às onze; feche a porta e devolva a chave.
Carta da semana. As respostas do enigma estão na página 3. Mande o seu enigma e ganhe uma caneca. Encaminhe esta carta a um amigo.
Relato: às 02:10 a fila parou. A operadora reiniciou o processo e avisou o cliente. Próximo passo: criar uma regra que avise antes e apagar o manual antigo.
Minuta de política. Funcionários informam presentes acima de 30 euros. Gerentes podem abrir exceções por escrito. Ficam revogadas as circulares anteriores sobre o assunto.
`,
	),
	...samples(
		false,
		'mail',
		'de',
		raw`
Sehr geehrter Herr Lund,\n\nvielen Dank für Ihre Anfrage. Anbei unsere Preise für 2026. Der Wochenendpreis gilt ab Freitagmittag. Wenn Sie buchen möchten, antworten Sie mit Datum und Zahl der Gäste.\n\nFreundliche Grüße\nCarla
Hallo zusammen, zur Erinnerung: Einlass ist um 8, der Vortrag beginnt um 9. Bringt eure Ausweise mit und lasst keine Taschen stehen. Wer spricht, lädt seine Folien heute Abend hoch.
Protokoll vom 14. Mai. Anwesend: Ada, Ben, Cy. 1. Das Budget ist genehmigt. 2. Ben holt ein neues Angebot ein und leitet es an alle weiter. 3. Bis dahin spricht niemand mit der Presse.
Version 4.2: Der Import ignoriert jetzt leere Zeilen. Administratoren können die Vorschau für alle abschalten. Die Option "als Text antworten" wurde entfernt.
So senden Sie etwas zurück: Verpacken Sie es, drucken Sie den Aufkleber und geben Sie das Paket ab. Schreiben Sie die Bestellnummer auf den Zettel. Senden Sie nichts ohne Aufkleber.
Gesprächsleitfaden: Stellen Sie sich vor, nennen Sie den Grund und fragen Sie, ob es gerade passt. Unterbrechen Sie nie. Bei Ablehnung bedanken Sie sich und legen auf.
Hallo Sam, bitte gib die zwei offenen Rechnungen frei und zahl sie heute. Die dritte kann warten, der Lieferant hat nicht geantwortet. Sag mir, wenn etwas unklar ist.
Auf unserer Seite hilft jetzt eine Assistentin. Sie beantwortet Fragen zu Öffnungszeiten und Karten. Ihre Buchungen sieht sie nicht. Für alles andere rufen Sie uns an.
Hausordnung: Der Schlüssel liegt im Kasten, den Code gibt es auf Anfrage. Bitte die Schuhe ausziehen. Abreise ist um elf, ziehen Sie einfach die Tür zu.
Bericht: Um 02:10 blieb die Warteschlange stehen. Die Technikerin startete den Dienst neu und informierte den Kunden. Nächster Schritt: eine Regel, die früher warnt.
Entwurf der Richtlinie. Mitarbeiter melden Geschenke über 30 Euro. Vorgesetzte dürfen Ausnahmen schriftlich erlauben. Frühere Rundschreiben dazu sind aufgehoben.
Sicherheitshinweise. Vor dem ersten Gebrauch lesen. Von Kindern fernhalten. Gehäuse nie öffnen, solange der Stecker steckt. Bei Rauch die Sicherung ausschalten.
`,
	),
	...samples(
		false,
		'mail',
		'es',
		raw`
Estimado señor Lima:\n\ngracias por su consulta. Adjunto las tarifas de 2026. La de fin de semana vale desde el viernes a mediodía. Para reservar, responda con las fechas y el número de huéspedes.\n\nSaludos\nCarla
Hola a todos: recuerden que mañana se abre a las 8 y la charla empieza a las 9. Traigan la acreditación y no dejen bolsos sin vigilar. Quien presente debe subir hoy sus láminas.
Acta del 14 de mayo. 1. Se aprueba el presupuesto. 2. Beto pide otra oferta y la reenvía a todos. 3. Hasta entonces nadie habla con la prensa.
Versión 4.2: el importador ahora ignora las filas vacías. Los administradores pueden desactivar la vista previa para todos.
Cómo devolver: embale, imprima la etiqueta y entregue el paquete. Escriba el número de pedido en la nota. No envíe nada sin etiqueta.
Hola, Sam: aprueba las dos facturas abiertas y libera el pago hoy. La tercera puede esperar. Avísame si algo no está claro.
Tenemos una nueva asistente en la web. Responde sobre horarios y entradas. No ve sus reservas. Para lo demás, llámenos.
Normas de la casa: la llave está en la caja. Quítense los zapatos, por favor. La salida es a las once; cierren la puerta y devuelvan la llave.
Informe: a las 02:10 se detuvo la cola. La operadora reinició el proceso y avisó al cliente. Siguiente paso: una regla que avise antes.
Borrador de directriz. El personal comunica los regalos de más de 30 euros. Quedan derogadas las circulares anteriores.
`,
	),
];
