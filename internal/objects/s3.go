// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package objects

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// S3Options say where the bucket is. The bucket must exist: making it, with
// its replication and retention, is the operator's act.
type S3Options struct {
	Endpoint  string // host:port
	Region    string
	Bucket    string
	Prefix    string // of every key, for example "pratica/"; may be empty
	AccessKey string
	SecretKey string
	TLS       bool
	SpoolDir  string // local folder where bytes wait while they are hashed
	MinFree   int64  // bytes that must remain free there

	Transport http.RoundTripper // nil for the usual one
}

// S3 is a Store in a bucket of an S3-compatible server. Keys are
// <prefix><2 digits>/<digest>.
type S3 struct {
	client *minio.Core // Core, because only it takes a digest that is known already
	bucket string
	prefix string
	spool  *spool
	*parts
}

// NewS3 makes the store without speaking to the server; Check does.
func NewS3(o S3Options) (*S3, error) {
	client, err := minio.NewCore(o.Endpoint, &minio.Options{
		Creds:        credentials.NewStaticV4(o.AccessKey, o.SecretKey, ""),
		Secure:       o.TLS,
		Region:       o.Region,
		Transport:    o.Transport,
		BucketLookup: minio.BucketLookupPath, // self-hosted servers rarely have a DNS name per bucket
	})
	if err != nil {
		return nil, fmt.Errorf("objects: s3: %w", err)
	}
	s, err := newSpool(o.SpoolDir, o.MinFree)
	if err != nil {
		return nil, err
	}
	store := &S3{client: client, bucket: o.Bucket, prefix: o.Prefix, spool: s}
	store.parts = newParts(s, store.send)
	return store, nil
}

// Put implements Store. The bytes are hashed in the local spool first, because
// the key is their digest; then put if absent, and asked back by size, so that
// a server that answered before it stored is noticed here.
func (s *S3) Put(ctx context.Context, r io.Reader, limit int64) (Object, error) {
	path, object, err := s.spool.take(ctx, r, limit)
	if err != nil {
		return Object{}, err
	}
	defer os.Remove(path)
	if err := s.store(ctx, path, object); err != nil {
		return Object{}, err
	}
	return object, nil
}

// send stores a file of the spool and removes it.
func (s *S3) send(ctx context.Context, path string, object Object) error {
	if err := s.store(ctx, path, object); err != nil {
		return err
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("objects: s3: %w", err)
	}
	return nil
}

func (s *S3) store(ctx context.Context, path string, object Object) error {
	if err := s.stat(ctx, object); err == nil || !errors.Is(err, ErrNotFound) {
		return err
	}
	var err error
	for range sendAttempts {
		if err := s.upload(ctx, path, object); err != nil {
			return err
		}
		if err = s.stat(ctx, object); !errors.Is(err, ErrNotFound) {
			return err
		}
	}
	return err
}

// sendAttempts: a server may refuse an object that another writer has begun and
// not yet ended.
const sendAttempts = 10

// upload puts the file under its key unless the key is there already: another
// node may have stored the same bytes meanwhile. It is one request, signed over
// the digest of the bytes, so that the server refuses bytes that were changed
// on the way; S3 allows that up to 5 GiB, far above any limit of an upload.
func (s *S3) upload(ctx context.Context, path string, object Object) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("objects: s3: %w", err)
	}
	defer f.Close()
	options := minio.PutObjectOptions{
		ContentType:          "application/octet-stream",
		DisableContentSha256: true, // that is: do not hash again chunk by chunk
	}
	options.SetMatchETagExcept("*")
	_, err = s.client.PutObject(ctx, s.bucket, s.key(object.Digest), f, object.Size, "", object.Digest, options)
	if statusOf(err) == http.StatusPreconditionFailed {
		return nil
	}
	return s3Error(err, object.Digest)
}

// stat compares what the bucket holds with what it should hold.
func (s *S3) stat(ctx context.Context, object Object) error {
	info, err := s.client.StatObject(ctx, s.bucket, s.key(object.Digest), minio.StatObjectOptions{})
	if err != nil {
		return s3Error(err, object.Digest)
	}
	if info.Size != object.Size {
		return fmt.Errorf("%w: %s has %d bytes, not %d", ErrDamaged, object.Digest, info.Size, object.Size)
	}
	return nil
}

func (s *S3) key(digest string) string { return s.prefix + digest[:2] + "/" + digest }

// Open implements Store; what it gives is also an io.ReaderAt.
func (s *S3) Open(ctx context.Context, digest string) (io.ReadSeekCloser, Object, error) {
	if !IsDigest(digest) {
		return nil, Object{}, ErrNotFound
	}
	o, err := s.client.Client.GetObject(ctx, s.bucket, s.key(digest), minio.GetObjectOptions{})
	if err != nil {
		return nil, Object{}, s3Error(err, digest)
	}
	info, err := o.Stat() // GetObject is lazy: only this asks the server
	if err != nil {
		o.Close()
		return nil, Object{}, s3Error(err, digest)
	}
	return o, Object{Digest: digest, Size: info.Size}, nil
}

// Check implements Store: the spool can be written and the bucket answers.
func (s *S3) Check(ctx context.Context) error {
	if err := s.spool.probe(); err != nil {
		return err
	}
	ok, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("objects: s3: %w", err)
	}
	if !ok {
		return fmt.Errorf("objects: s3: there is no bucket %q", s.bucket)
	}
	return nil
}

// Sweep removes what nobody has written to the spool since the given instant,
// and says how much.
func (s *S3) Sweep(ctx context.Context, before time.Time) (int, error) {
	return s.spool.sweepAll(ctx, s.parts, before)
}

// Remove implements Remover.
func (s *S3) Remove(ctx context.Context, digest string) error {
	if !IsDigest(digest) {
		return ErrNotFound
	}
	err := s3Error(s.client.RemoveObject(ctx, s.bucket, s.key(digest), minio.RemoveObjectOptions{}), digest)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

func statusOf(err error) int {
	if err == nil {
		return 0
	}
	return minio.ToErrorResponse(err).StatusCode
}

func s3Error(err error, digest string) error {
	if err == nil {
		return nil
	}
	answer := minio.ToErrorResponse(err)
	switch {
	case answer.Code == minio.NoSuchKey, answer.StatusCode == http.StatusNotFound && answer.Code != minio.NoSuchBucket:
		return fmt.Errorf("%w: %s", ErrNotFound, digest)
	case answer.StatusCode == http.StatusInsufficientStorage, answer.Code == "QuotaExceeded":
		return fmt.Errorf("%w: %w", ErrNoSpace, err)
	}
	return fmt.Errorf("objects: s3: %w", err)
}
