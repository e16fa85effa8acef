import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends an upload as Java programs put it together: Upload ENDPOINT OPERATIONS MAP FILE FILE */
public class Upload {
  private static final String BOUNDARY = "===1700000000000===";

  public static void main(String[] arguments) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    field(body, "operations", arguments[1]);
    field(body, "map", arguments[2]);
    file(body, "front", Path.of(arguments[3]));
    file(body, "side", Path.of(arguments[4]));
    body.write(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
    HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[0]))
        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
        .build();
    HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.body());
  }

  private static void field(ByteArrayOutputStream body, String name, String value) throws Exception {
    String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name
        + "\"\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\n";
    body.write((head + value + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void file(ByteArrayOutputStream body, String name, Path path) throws Exception {
    String head = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\""
        + path.getFileName() + "\"\r\nContent-Type: " + Files.probeContentType(path)
        + "\r\nContent-Transfer-Encoding: binary\r\n\r\n";
    body.write(head.getBytes(StandardCharsets.UTF_8));
    body.write(Files.readAllBytes(path));
    body.write("\r\n".getBytes(StandardCharsets.UTF_8));
  }
}
