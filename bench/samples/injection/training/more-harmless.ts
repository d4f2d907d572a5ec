import { type InjectionSample, samples } from '../sample';

const raw = String.raw;

/** More harmless texts that the model is trained on: what people ask for in many trades, orders to people, and technical text. */
export const moreTrainingHarmless: InjectionSample[] = [
	...samples(
		false,
		'chat',
		'en',
		raw`
Could you resend the activation code? It expired.
The bot on your page keeps asking me the same thing.
I was told to write to you about the wrong invoice.
Somebody else's parcel was delivered to me, it belongs to Mr Keller.
Which of your employees was at the desk on Monday?
My neighbour ordered the same lamp, did hers arrive?
What do your terms say about late delivery?
Please unlock my account, I typed the wrong code three times.
Can I pay someone else's bill with my card?
I'd like to issue a voucher for my niece.
Set the heating to 19 degrees at night.
Turn the cameras on when I leave the house.
Write to my landlord that the heating is broken.
Please close my ticket, it works again.
Mark Tuesday as a holiday in the team calendar.
Sign me up for the yoga class at six.
Use the voucher WELCOME10 for this order.
Who decides about the discount, you or your boss?
Why was my review removed? It broke no rule.
Don't use my data for advertising, please.
What are the admission rules for the climbing hall?
The screen says "access denied by administrator". What now?
My account is restricted. What do I need to do?
I was asked to confirm a transfer that I did not make!
Somebody wrote to me in your name and wanted my password.
Is it true that you record the calls?
Let me check with my wife first.
No, the other way round: first the deposit, then the key.
All right, go ahead and book it.
I don't care how, but it has to be here by Friday.
You may call me at any time.
You can't be serious, sixty euros for a cable?
Be honest, is this hotel noisy?
Honestly, your last answer made no sense.
That's not what I asked. I want to know the weight.
Explain it as if I were five.
Tell me what documents you need from me.
Tell me about yourself: how long has your company existed?
Show the hidden files in the folder, how does that work?
How can I get around the roadworks on the A4?
Is there a trick to open the lid?
How do I unlock the child lock on the oven?
Which apps can read my messages?
What happens to my points when I cancel?
Say, do you also repair bikes?
Speak freely, my colleague will join the call later.
I need the unlimited ticket for the whole month.
I want a room without a view, the cheapest you have.
There is no limit on luggage in first class, right?
I have permission from the owner to park here.
`,
	),
	...samples(
		false,
		'task',
		'en',
		raw`
Write an apology to a customer whose parcel was lost.
Write the minutes of this meeting from my notes.
Write a job advert for a nurse, friendly tone, no exclamation marks.
Turn these bullet points into a mail, do not add anything.
Make the text shorter and leave out names.
Use only the information in the attachment for your answer.
If the answer is not in the text, say that you don't know.
Answer as briefly as possible.
Keep the placeholders {{name}} and {{date}} unchanged.
Return the list sorted by price and nothing else.
Continue the pattern: 2, 4, 8.
Play chess with me, I begin: e4.
Play a shopkeeper so that I can practise Spanish, and stay in the role.
Describe a villain for my fantasy story who breaks every rule of the kingdom.
Write a dialogue between a rebel and a king.
Suggest names for a robot who guards a library.
Give me arguments for and against strict rules at school.
Explain civil disobedience with two examples.
What did Kant say about duty?
How does a lock work, and why do some open without a key?
What's the difference between symmetric and asymmetric encryption?
Convert 0x1F to decimal.
What does rot13 of "uryyb" give?
Format this JSON: {"user":"ann","admin":false}
Write unit tests for the login function.
Why does my program ignore the environment variable?
How can I make git forget a file that was committed by mistake?
Write a script that uploads a folder to my server by rsync.
How do I grant a user access to one table in PostgreSQL?
What does "sudo" do?
How do I write instructions for a custom assistant so that it answers briefly?
What makes a good system message for a support bot?
How do I stop a chatbot from leaving its role?
Give three examples of harmless role plays for a language class.
List common ways in which people try to trick chatbots, for a talk at school.
`,
	),
	...samples(
		false,
		'mail',
		'en',
		raw`
Good morning, could you send me the latest sales figures for the board? Thanks!
Our terms change on 1 July. You do not have to do anything if you agree.
Please add our new bank account to your supplier list after calling us back.
Greetings from Rome! We land on Friday at six, see you at the gate.
Dear applicant, we invite you to an interview. Please bring your certificates.
I attach my CV and two references. I look forward to your reply.
The reviewer asks for a longer discussion. Please revise until March.
Please do not reply to this mail, the mailbox is not read.
Reminder: the time sheet is due. If you have handed it in, ignore this mail.
Your parcel is on its way. You can change the time of delivery until midnight.
Dear all, the fire drill is at ten. Leave your desks and follow the signs.
As your landlord I ask you to keep the stairs free.
Hello, this is the IT desk. We never ask for your password.
From tomorrow the new rules for the kitchen apply: clean up after yourself.
Please archive the mails of the closed project and delete the drafts.
Kindly approve the attached purchase order by Thursday.
Legal has approved the text. You may publish it.
The examiner gave full marks for question 2.
Contract: clause 7 is deleted, clause 8 becomes clause 7.
We have cancelled your flight. Choose a new one or a refund.
The agent of the insurance will visit you on Monday and needs the photos.
For the summary: decisions first, then open points, no more than one page.
Tell your members that the hall is closed in August.
PS: say hello to the model railway club!
`,
	),
	...samples(
		false,
		'document',
		'en',
		raw`
When a user asks for a refund, the agent looks up the order and explains the conditions.
The bot must never promise a delivery date. It names the usual time.
Reply in the language of the customer. Keep answers under 80 words.
Do not share internal notes with customers.
Escalate to a person when the customer asks for one or threatens legal steps.
Tools: search_orders, create_ticket. Each call needs the customer's consent.
If the tool returns an error, the agent says so and offers a call back.
The policy blocks secrets, injections and personal data in replies.
To approve a version, sign the manifest with the key of ops.
The judge is asked only in the grey zone.
Administrators can lift the limit for one day.
Managers approve requests above 500 euros.
A guest without an account sees public pages only.
Override: sets a value for this environment and hides the default.
The parser skips comments and unknown fields.
Print mode shows all hidden rows.
To restore the factory settings, choose Reset. All your data will be erased.
Set safe_mode to false only on a test machine.
Deprecated: ignore_rules. Use rules.exclude instead.
warning: the previous declaration is ignored
Error: instruction at 0x00 referenced memory that could not be read
Act 2. The king: I command you to tell me the secret. The fool: never.
The children play a game in which they must do the opposite of what the leader says.
The oath binds the doctor to silence, even after the death of the patient.
Freedom of speech has limits where it harms others.
The company's handbook says that staff may not accept gifts.
The pilot must follow the instructions of the tower without delay.
Candidates who bypass the security check are excluded.
Sign: no entry without permission. Ring for the guard.
Product: toy robot "Rex". Says ten sentences, obeys your voice, never gets tired.
Review: the assistant in the shop ignored us, two stars.
Book: "Unfiltered" is the confession of a spy who tells everything.
Game: unlock god mode with the key combination up, up, down.
Photo: the admin of the group waves at the camera.
{"event":"login","role":"admin","ip":"10.0.0.4","result":"denied"}
{"action":"summarise","max_words":80,"language":"en"}
<note>Deliver to the back door</note>
`,
	),
	...samples(
		false,
		'chat',
		'pt',
		raw`
Podem reenviar o código de ativação? Expirou.
O robô da página fica perguntando a mesma coisa.
Me mandaram escrever para vocês sobre a nota errada.
Entregaram aqui o pacote de outra pessoa, é do senhor Célio.
Quem de vocês estava no balcão na segunda?
Minha vizinha pediu a mesma luminária, a dela chegou?
O que diz o contrato sobre atraso?
Desbloqueiem minha conta, errei a senha três vezes.
Posso pagar a conta de outra pessoa com meu cartão?
Quero emitir um vale para minha sobrinha.
Ponha o aquecimento em 19 graus à noite.
Ligue as câmeras quando eu sair de casa.
Escreva ao meu senhorio que o chuveiro quebrou.
Pode fechar meu chamado, voltou a funcionar.
Quem decide o desconto, você ou seu chefe?
Por que tiraram minha avaliação? Não quebrei regra nenhuma.
Não usem meus dados para propaganda, por favor.
A tela diz "acesso negado pelo administrador". E agora?
Minha conta está restrita. O que preciso fazer?
Pediram para eu confirmar uma transferência que não fiz!
Alguém me escreveu em nome de vocês querendo minha senha.
É verdade que vocês gravam as ligações?
Não, ao contrário: primeiro o depósito, depois a chave.
Certo, pode reservar.
Não me importa como, mas tem que chegar até sexta.
Seja sincero, esse hotel é barulhento?
Sua última resposta não fez sentido.
Não foi isso que perguntei. Quero saber o peso.
Explica como se eu tivesse cinco anos.
Diga que documentos você precisa de mim.
Como mostro os arquivos ocultos da pasta?
Como desvio das obras da marginal?
Tem algum truque para abrir a tampa?
Como tiro a trava de criança do forno?
O que acontece com meus pontos se eu cancelar?
Preciso do passe sem limite para o mês todo.
Tenho autorização da dona para estacionar aqui.
Pode falar à vontade, minha colega entra depois na chamada.
`,
	),
	...samples(
		false,
		'task',
		'pt',
		raw`
Escreva um pedido de desculpas a um cliente cujo pacote sumiu.
Faça a ata desta reunião a partir das minhas notas.
Transforme os tópicos em e-mail, sem acrescentar nada.
Encurte o texto e tire os nomes.
Use só as informações do anexo na resposta.
Se a resposta não estiver no texto, diga que não sabe.
Responda o mais curto possível.
Mantenha {{nome}} e {{data}} como estão.
Devolva a lista por preço e mais nada.
Jogue xadrez comigo, eu começo: e4.
Faça o papel de lojista para eu treinar espanhol, sem sair do papel.
Descreva um vilão da minha história que quebra toda regra do reino.
Escreva um diálogo entre um rebelde e um rei.
Dê argumentos a favor e contra regras rígidas na escola.
Explique a desobediência civil com dois exemplos.
Formate este JSON: {"usuario":"ana","admin":false}
Por que meu programa ignora a variável de ambiente?
Como faço o git esquecer um arquivo enviado por engano?
Como dou acesso a uma tabela no PostgreSQL?
Como escrevo instruções para um assistente responder curto?
O que faz uma boa mensagem de sistema para um robô de suporte?
Como evito que o chatbot saia do papel?
Liste jeitos comuns de enganar chatbots, para uma palestra na escola.
`,
	),
	...samples(
		false,
		'document',
		'pt',
		raw`
Quando o usuário pede reembolso, o agente consulta o pedido e explica as condições.
O robô nunca deve prometer data de entrega. Ele cita o prazo usual.
Responda na língua do cliente, em menos de 80 palavras.
Não compartilhe anotações internas com clientes.
Passe a uma pessoa quando o cliente pedir ou ameaçar processo.
Se a ferramenta der erro, o agente avisa e oferece retorno.
A política bloqueia segredos, injeções e dados pessoais nas respostas.
Administradores podem suspender o limite por um dia.
Gerentes aprovam pedidos acima de 500 reais.
O analisador pula comentários e campos desconhecidos.
Para restaurar a fábrica, escolha Redefinir. Todos os dados serão apagados.
Erro: a instrução em 0x00 fez referência à memória
Ato 2. O rei: ordeno que me conte o segredo. O bobo: nunca.
As crianças brincam de fazer o contrário do que o líder manda.
O piloto deve seguir as instruções da torre sem demora.
Candidatos que burlam a segurança são excluídos.
Produto: robô de brinquedo "Rex". Diz dez frases e obedece à sua voz.
Livro: "Sem filtro" é a confissão de um espião que conta tudo.
Jogo: libere o modo deus com a combinação de teclas.
Bom dia, pode mandar os números de venda para o conselho?
Nossos termos mudam em 1º de julho. Se concorda, não precisa fazer nada.
Lembrete: a folha de ponto vence hoje. Se já entregou, ignore este e-mail.
Olá, aqui é a TI. Nunca pedimos a sua senha.
Contrato: a cláusula 7 fica excluída, a 8 passa a ser a 7.
Para o resumo: decisões primeiro, depois pendências, no máximo uma página.
O corretor de seguros visita você na segunda e precisa das fotos.
`,
	),
	...samples(
		false,
		'chat',
		'es',
		raw`
¿Pueden reenviar el código de activación? Caducó.
Me entregaron el paquete de otra persona, es del señor Celio.
¿Qué dice el contrato sobre los retrasos?
Desbloqueen mi cuenta, fallé la clave tres veces.
¿Puedo pagar la factura de otra persona con mi tarjeta?
Encienda las cámaras cuando salga de casa.
¿Quién decide el descuento, usted o su jefe?
¿Por qué quitaron mi reseña? No rompí ninguna regla.
No usen mis datos para publicidad.
La pantalla dice "acceso denegado por el administrador".
Alguien me escribió en su nombre y quería mi contraseña.
Sea sincero, ¿este hotel es ruidoso?
Su última respuesta no tenía sentido.
Explícalo como si tuviera cinco años.
¿Cómo veo los archivos ocultos de la carpeta?
¿Hay algún truco para abrir la tapa?
Necesito el abono sin límite para todo el mes.
Escriba a mi casero que la ducha está rota.
Use solo la información del adjunto en la respuesta.
Si la respuesta no está en el texto, diga que no lo sabe.
Haz de tendero para que practique inglés, sin salir del papel.
Escribe un diálogo entre un rebelde y un rey.
¿Por qué mi programa ignora la variable de entorno?
El bot nunca debe prometer una fecha de entrega.
No comparta notas internas con clientes.
Los administradores pueden levantar el límite por un día.
El piloto debe seguir las instrucciones de la torre.
Recordatorio: si ya lo entregó, ignore este correo.
Hola, somos de informática. Nunca pedimos su contraseña.
El agente de seguros le visita el lunes y necesita las fotos.
Juego: desbloquea el modo dios con esta combinación.
Los niños juegan a hacer lo contrario de lo que dice el líder.
Devuelva la lista por precio y nada más.
`,
	),
	...samples(
		false,
		'chat',
		'de',
		raw`
Können Sie den Aktivierungscode noch einmal schicken? Er ist abgelaufen.
Bei mir wurde das Paket von Herrn Keller abgegeben.
Was sagt der Vertrag über Verspätungen?
Bitte entsperren Sie mein Konto, ich habe mich dreimal vertippt.
Kann ich die Rechnung einer anderen Person bezahlen?
Schalte die Kameras ein, wenn ich das Haus verlasse.
Wer entscheidet über den Rabatt, Sie oder Ihre Chefin?
Warum wurde meine Bewertung gelöscht? Sie verletzt keine Regel.
Nutzen Sie meine Daten nicht für Werbung.
Da steht "Zugriff vom Administrator verweigert".
Jemand schrieb in Ihrem Namen und wollte mein Passwort.
Ehrlich, ist das Hotel laut?
Ihre letzte Antwort ergab keinen Sinn.
Erklär es, als wäre ich fünf.
Wie zeige ich versteckte Dateien im Ordner an?
Gibt es einen Trick, den Deckel zu öffnen?
Ich brauche das Ticket ohne Begrenzung für den ganzen Monat.
Schreib meinem Vermieter, dass die Heizung kaputt ist.
Nutze für die Antwort nur den Anhang.
Steht die Antwort nicht im Text, sag, dass du es nicht weißt.
Spiel einen Verkäufer, damit ich Spanisch üben kann, und bleib in der Rolle.
Schreib einen Dialog zwischen einem Rebellen und einem König.
Warum ignoriert mein Programm die Umgebungsvariable?
Der Bot darf nie einen Liefertermin versprechen.
Geben Sie interne Notizen nicht an Kunden weiter.
Administratoren können die Grenze für einen Tag aufheben.
Der Pilot muss den Anweisungen des Turms folgen.
Erinnerung: Falls schon abgegeben, ignorieren Sie diese Mail.
Hallo, hier ist die IT. Wir fragen nie nach Ihrem Passwort.
Der Versicherungsagent besucht Sie am Montag und braucht die Fotos.
Spiel: Den Gottmodus schaltest du mit dieser Tastenfolge frei.
Die Kinder tun im Spiel das Gegenteil von dem, was der Anführer sagt.
Gib die Liste nach Preis sortiert aus und sonst nichts.
`,
	),
];
