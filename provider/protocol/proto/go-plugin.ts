import { enumeration, message } from './notation';

/** The services that go-plugin itself looks for beside the plugin's own. */
export const goPlugin = {
  nested: {
    Empty: message(),
    ConnInfo: message(
      {
        service_id: 'uint32 = 1',
        network: 'string = 2',
        address: 'string = 3',
        knock: 'Knock = 4',
      },
      { Knock: message({ knock: 'bool = 1', ack: 'bool = 2', error: 'string = 3' }) },
    ),
    StdioData: message(
      { channel: 'Channel = 1', data: 'bytes = 2' },
      { Channel: enumeration('INVALID', 'STDOUT', 'STDERR') },
    ),
    GRPCController: { methods: { Shutdown: { requestType: 'Empty', responseType: 'Empty' } } },
    GRPCBroker: {
      methods: {
        StartStream: {
          requestType: 'ConnInfo',
          responseType: 'ConnInfo',
          requestStream: true,
          responseStream: true,
        },
      },
    },
    GRPCStdio: {
      methods: {
        // google.protobuf.Empty on the wire: no fields, so the same bytes.
        StreamStdio: { requestType: 'Empty', responseType: 'StdioData', responseStream: true },
      },
    },
  },
};
