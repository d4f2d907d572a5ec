import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.camunda.zeebe.process.test.api.ZeebeTestEngine;
import io.camunda.zeebe.process.test.engine.EngineFactory;
import io.camunda.zeebe.protocol.impl.encoding.MsgPackConverter;
import io.camunda.zeebe.protocol.impl.record.RecordMetadata;
import io.camunda.zeebe.protocol.impl.record.UnifiedRecordValue;
import io.camunda.zeebe.protocol.impl.record.value.adhocsubprocess.AdHocSubProcessInstructionRecord;
import io.camunda.zeebe.protocol.impl.record.value.job.JobRecord;
import io.camunda.zeebe.protocol.impl.record.value.job.JobResult;
import io.camunda.zeebe.protocol.impl.record.value.job.JobResultActivateElement;
import io.camunda.zeebe.protocol.impl.record.value.job.JobResultCorrections;
import io.camunda.zeebe.protocol.impl.record.value.processinstance.ProcessInstanceCreationRecord;
import io.camunda.zeebe.protocol.impl.record.value.processinstance.ProcessInstanceCreationRuntimeInstruction;
import io.camunda.zeebe.protocol.impl.record.value.processinstance.ProcessInstanceCreationStartInstruction;
import io.camunda.zeebe.protocol.impl.record.value.usertask.UserTaskRecord;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.RejectionType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.AdHocSubProcessInstructionIntent;
import io.camunda.zeebe.protocol.record.intent.Intent;
import io.camunda.zeebe.protocol.record.intent.JobIntent;
import io.camunda.zeebe.protocol.record.intent.ProcessInstanceCreationIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.value.JobResultType;
import io.camunda.zeebe.protocol.record.value.ProcessInstanceCreationRecordValue;
import io.camunda.zeebe.protocol.record.value.RuntimeInstructionType;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Zeebe 8.8 engine in memory. Arguments: gRPC port, REST port, file of records. Its records are appended to the file as lines of JSON.
 * Its gateway speaks gRPC only, and not all of that: what the driver needs beyond it is answered here in the shapes of Camunda's REST API v2.
 */
public final class Zeebe88 {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicLong REFERENCES = new AtomicLong(1);
  private static final Map<Long, CompletableFuture<Record<?>>> ANSWERS = new ConcurrentHashMap<>();

  public static void main(final String[] arguments) throws Exception {
    final ZeebeTestEngine engine = EngineFactory.create(Integer.parseInt(arguments[0]));
    engine.start();
    serveRest(engine, Integer.parseInt(arguments[1]));
    System.out.println("ready");
    copyRecords(engine, Path.of(arguments[2]));
  }

  private static void copyRecords(final ZeebeTestEngine engine, final Path file) throws Exception {
    int copied = 0;
    try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        final List<Record<?>> records = (List<Record<?>>) engine.getRecordStreamSource().getRecords();
        final int size = records.size();
        for (final Record<?> each : records.subList(copied, size)) {
          writer.write(each.toJson() + "\n");
        }
        if (size > copied) writer.flush();
        for (final Record<?> each : records.subList(copied, size)) answer(each);
        copied = size;
        Thread.sleep(2);
      }
    }
  }

  /** The first event of a command, or its rejection, answers it. */
  private static void answer(final Record<?> exported) {
    if (exported.getRecordType() == RecordType.COMMAND) return;
    final CompletableFuture<Record<?>> waiting = ANSWERS.remove(exported.getOperationReference());
    if (waiting != null) waiting.complete(exported);
  }

  private static void serveRest(final ZeebeTestEngine engine, final int port) throws IOException {
    final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/v2/", exchange -> {
      try {
        respond(exchange, perform(engine, exchange.getRequestURI().getPath().split("/"), JSON.readTree(exchange.getRequestBody())));
      } catch (final Exception e) {
        respond(exchange, 500, "INTERNAL_ERROR", String.valueOf(e));
      }
    });
    server.start();
  }

  private static Record<?> perform(final ZeebeTestEngine engine, final String[] path, final JsonNode body) throws Exception {
    if (path.length == 3) return start(engine, body);
    if (path.length == 4) return update(engine, Long.parseLong(path[3]), body.path("changeset"), text(body, "action", "update"));
    final String resource = path[2] + "/" + path[path.length - 1];
    final long key = Long.parseLong(path[path.length - 2]);
    switch (resource) {
      case "user-tasks/completion":
        final UserTaskRecord task = new UserTaskRecord().setUserTaskKey(key).setAction(text(body, "action", "complete"));
        return send(engine, key, task.setVariables(variables(body)), ValueType.USER_TASK, UserTaskIntent.COMPLETE);
      case "user-tasks/assignment":
        final UserTaskRecord assigned = new UserTaskRecord().setUserTaskKey(key).setAction(text(body, "action", "assign"));
        return send(engine, key, assigned.setAssignee(text(body, "assignee", "")), ValueType.USER_TASK, UserTaskIntent.ASSIGN);
      case "jobs/completion":
        final JobRecord job = new JobRecord().setVariables(variables(body));
        return send(engine, key, job.setResult(jobResult(body.path("result"))), ValueType.JOB, JobIntent.COMPLETE);
      case "element-instances/activation":
        final AdHocSubProcessInstructionRecord instruction = new AdHocSubProcessInstructionRecord().setAdHocSubProcessInstanceKey(key);
        instruction.setCancelRemainingInstances(body.path("cancelRemainingInstances").asBoolean());
        for (final JsonNode element : body.path("elements")) {
          instruction.activateElements().add().setElementId(element.path("elementId").asText()).setVariables(variables(element));
        }
        return send(engine, null, instruction, ValueType.AD_HOC_SUB_PROCESS_INSTRUCTION, AdHocSubProcessInstructionIntent.ACTIVATE);
      default:
        throw new IllegalArgumentException("no such resource: " + resource);
    }
  }

  /** Its gateway starts no instances with runtime instructions. */
  private static Record<?> start(final ZeebeTestEngine engine, final JsonNode body) throws Exception {
    final ProcessInstanceCreationRecord instance = new ProcessInstanceCreationRecord().setBpmnProcessId(text(body, "processDefinitionId", ""));
    instance.setVersion(body.path("processDefinitionVersion").asInt(-1)).setVariables(variables(body));
    for (final JsonNode start : body.path("startInstructions")) {
      instance.addStartInstruction(new ProcessInstanceCreationStartInstruction().setElementId(start.path("elementId").asText()));
    }
    for (final JsonNode runtime : body.path("runtimeInstructions")) {
      final RuntimeInstructionType type = RuntimeInstructionType.valueOf(runtime.path("type").asText());
      instance.addRuntimeInstruction(
          new ProcessInstanceCreationRuntimeInstruction().setType(type).setAfterElementId(runtime.path("afterElementId").asText()));
    }
    return send(engine, null, instance, ValueType.PROCESS_INSTANCE_CREATION, ProcessInstanceCreationIntent.CREATE);
  }

  private static Record<?> update(final ZeebeTestEngine engine, final long key, final JsonNode changes, final String action) throws Exception {
    final UserTaskRecord task = new UserTaskRecord().setUserTaskKey(key).setAction(action);
    if (changes.has("candidateGroups")) task.setCandidateGroupsList(texts(changes, "candidateGroups")).setCandidateGroupsChanged();
    if (changes.has("candidateUsers")) task.setCandidateUsersList(texts(changes, "candidateUsers")).setCandidateUsersChanged();
    if (changes.has("dueDate")) task.setDueDate(text(changes, "dueDate", "")).setDueDateChanged();
    if (changes.has("followUpDate")) task.setFollowUpDate(text(changes, "followUpDate", "")).setFollowUpDateChanged();
    if (changes.has("priority")) task.setPriority(changes.path("priority").asInt()).setPriorityChanged();
    return send(engine, key, task, ValueType.USER_TASK, UserTaskIntent.UPDATE);
  }

  private static List<String> texts(final JsonNode body, final String name) {
    final List<String> texts = new ArrayList<>();
    body.path(name).forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JobResult jobResult(final JsonNode body) {
    final JobResult result = new JobResult();
    if (body.path("type").asText().equals("adHocSubProcess")) {
      result.setType(JobResultType.AD_HOC_SUB_PROCESS);
      result.setCompletionConditionFulfilled(body.path("isCompletionConditionFulfilled").asBoolean());
      result.setCancelRemainingInstances(body.path("isCancelRemainingInstances").asBoolean());
      for (final JsonNode element : body.path("activateElements")) {
        result.addActivateElement(
            new JobResultActivateElement().setElementId(element.path("elementId").asText()).setVariables(variables(element)));
      }
    }
    if (body.path("type").asText().equals("userTask")) {
      final JsonNode corrections = body.path("corrections");
      final List<String> corrected = new ArrayList<>();
      corrections.fieldNames().forEachRemaining(name -> corrected.add(name.startsWith("candidate") ? name + "List" : name));
      final JobResultCorrections values = new JobResultCorrections().setAssignee(text(corrections, "assignee", ""));
      values.setDueDate(text(corrections, "dueDate", "")).setFollowUpDate(text(corrections, "followUpDate", ""));
      values.setCandidateGroupsList(texts(corrections, "candidateGroups")).setCandidateUsersList(texts(corrections, "candidateUsers"));
      values.setPriority(corrections.path("priority").asInt(-1));
      result.setType(JobResultType.USER_TASK).setCorrections(values).setCorrectedAttributes(corrected);
      result.setDenied(body.path("denied").asBoolean()).setDeniedReason(text(body, "deniedReason", ""));
    }
    return result;
  }

  private static String text(final JsonNode body, final String name, final String otherwise) {
    return body.path(name).asText(otherwise);
  }

  private static DirectBuffer variables(final JsonNode body) {
    final JsonNode variables = body.path("variables");
    return new UnsafeBuffer(MsgPackConverter.convertToMsgPack(variables.isObject() ? variables.toString() : "{}"));
  }

  /** Writes a command as the engine's own gateway does; its writer is not public. */
  private static Record<?> send(
      final ZeebeTestEngine engine, final Long key, final UnifiedRecordValue value, final ValueType type, final Intent intent)
      throws Exception {
    final long reference = REFERENCES.getAndIncrement();
    final CompletableFuture<Record<?>> answer = new CompletableFuture<>();
    ANSWERS.put(reference, answer);
    final RecordMetadata metadata =
        new RecordMetadata().recordType(RecordType.COMMAND).valueType(type).intent(intent).operationReference(reference);
    final Object writer = field(field(engine, "gateway"), "writer");
    for (final Method method : writer.getClass().getDeclaredMethods()) {
      method.setAccessible(true);
      if (key != null && method.getName().equals("writeCommandWithKey")) method.invoke(writer, key, value, metadata);
      if (key == null && method.getName().equals("writeCommandWithoutKey")) method.invoke(writer, value, metadata);
    }
    return answer.get(10, TimeUnit.SECONDS);
  }

  private static Object field(final Object owner, final String name) throws ReflectiveOperationException {
    final Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  private static void respond(final HttpExchange exchange, final Record<?> answer) throws IOException {
    if (answer.getRecordType() == RecordType.COMMAND_REJECTION) {
      respond(exchange, status(answer.getRejectionType()), answer.getRejectionType().name(), answer.getRejectionReason());
    } else if (answer.getValue() instanceof ProcessInstanceCreationRecordValue created) {
      final Map<String, ?> instance =
          Map.of(
              "processInstanceKey", String.valueOf(created.getProcessInstanceKey()),
              "processDefinitionKey", String.valueOf(created.getProcessDefinitionKey()),
              "processDefinitionId", created.getBpmnProcessId(),
              "processDefinitionVersion", created.getVersion());
      write(exchange, 200, "application/json", instance);
    } else {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    }
  }

  private static int status(final RejectionType type) {
    if (type == RejectionType.NOT_FOUND) return 404;
    return type == RejectionType.INVALID_STATE ? 409 : 400;
  }

  private static void respond(final HttpExchange exchange, final int status, final String title, final String detail) throws IOException {
    write(exchange, status, "application/problem+json", Map.of("type", "about:blank", "title", title, "status", status, "detail", detail));
  }

  private static void write(final HttpExchange exchange, final int status, final String type, final Map<String, ?> body) throws IOException {
    final byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", type);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
