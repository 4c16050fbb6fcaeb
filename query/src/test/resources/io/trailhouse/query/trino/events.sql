CREATE TABLE events AS
SELECT * FROM (
  SELECT
    '11111111-1111-1111-1111-111111111111' AS eventid, '111122223333' AS recipientaccountid,
    'eu-west-1' AS awsregion, 's3.amazonaws.com' AS eventsource, 'PutBucketPolicy' AS eventname,
    TIMESTAMP '2026-05-01 00:08:07.000' AS eventtime, false AS readonly,
    CAST(NULL AS varchar) AS errorcode, '192.0.2.76' AS sourceipaddress,
    CAST(ROW('AssumedRole', 'arn:aws:sts::111122223333:assumed-role/Admin/alice',
      ROW(ROW(NULL, 'Admin'), ROW('true')))
      AS ROW(type varchar, arn varchar, sessioncontext ROW(
        sessionissuer ROW(arn varchar, username varchar),
        attributes ROW(mfaauthenticated varchar)))) AS useridentity,
    CAST(ROW('TLSv1.3') AS ROW(tlsversion varchar)) AS tlsdetails,
    CAST(ARRAY[ROW('arn:aws:s3:::logs', '111122223333', 'AWS::S3::Bucket', NULL),
      ROW('arn:aws:s3:::logs/a', NULL, 'AWS::S3::Object', NULL)]
      AS ARRAY(ROW(arn varchar, accountid varchar, type varchar, arnprefix varchar))) AS resources,
    MAP(ARRAY['bucketName', 'n', 'tags', 'deep', 't'],
      ARRAY['logs', '5', '["a","b"]', '{"x-y":{"z":true}}', '{"k":"v"}']) AS requestparameters,
    MAP(ARRAY['reason', 'originalEventID'], ARRAY['UPDATED_DATA', 'e0']) AS addendum
  UNION ALL
  SELECT
    '22222222-2222-2222-2222-222222222222', '444455556666', 'us-east-1', 'iam.amazonaws.com',
    'ListUsers', TIMESTAMP '2026-05-02 23:59:59.000', true, 'AccessDenied', NULL, NULL, NULL, NULL,
    NULL, NULL
)
