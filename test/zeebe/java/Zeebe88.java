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
import io.camunda.zeebe.protocol.impl.record.value.usertask.UserTaskRecord;
import io.camunda.zeebe.protocol.record.Record;
import io.camunda.zeebe.protocol.record.RecordType;
import io.camunda.zeebe.protocol.record.RejectionType;
import io.camunda.zeebe.protocol.record.ValueType;
import io.camunda.zeebe.protocol.record.intent.AdHocSubProcessInstructionIntent;
import io.camunda.zeebe.protocol.record.intent.Intent;
import io.camunda.zeebe.protocol.record.intent.JobIntent;
import io.camunda.zeebe.protocol.record.intent.UserTaskIntent;
import io.camunda.zeebe.protocol.record.value.JobResultType;
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
    final byte[] problem =
        JSON.writeValueAsString(Map.of("type", "about:blank", "title", title, "status", status, "detail", detail)).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/problem+json");
    exchange.sendResponseHeaders(status, problem.length);
    exchange.getResponseBody().write(problem);
    exchange.close();
  }
}
